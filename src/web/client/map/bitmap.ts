import { ports } from '../../map/layout.ts';
import type { Pixel } from './colours.ts';
import { cellNumber, type Order, side } from './geometry.ts';

/** The picture itself, a pixel a port; only rows that changed are handed to the canvas again. */
export class Bitmap {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;
  #firstDirty = side;
  #lastDirty = -1;

  constructor() {
    this.canvas = document.createElement('canvas');
    this.canvas.width = side;
    this.canvas.height = side;
    this.#context = this.canvas.getContext('2d');
    this.#image = new ImageData(side, side);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  set(port: number, order: Order, colour: Pixel): void {
    const cell = cellNumber(port, order);
    if (this.#pixels[cell] === colour) return;
    this.#pixels[cell] = colour;
    const row = cell >> 8;
    if (row < this.#firstDirty) this.#firstDirty = row;
    if (row > this.#lastDirty) this.#lastDirty = row;
  }

  setAll(order: Order, colourOf: (port: number) => Pixel): void {
    for (let port = 0; port < ports; port++) this.set(port, order, colourOf(port));
  }

  flush(): void {
    if (this.#lastDirty < 0) return;
    const height = this.#lastDirty - this.#firstDirty + 1;
    this.#context?.putImageData(this.#image, 0, 0, 0, this.#firstDirty, side, height);
    this.#firstDirty = side;
    this.#lastDirty = -1;
  }
}
