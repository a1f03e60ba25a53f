import { side } from './geometry.ts';
import { resized, type View, whole } from './view.ts';

/** Cells may become so large, in CSS pixels: the number and a name fit in. */
const largestCell = 112;
/** So much of the room is given up to have whole pixels to a cell; beyond that size counts for more. */
const spared = 0.1;

/** The largest picture that fits, of cells of whole pixels where they leave little of the room empty. */
function sizeFor(room: number): number {
  const even = Math.floor(room / side) * side;
  return even >= room * (1 - spared) ? even : Math.max(side, Math.floor(room));
}

/** The canvas in its place: as large as its room allows, again whenever the page changes. */
export class Stage {
  readonly canvas: HTMLCanvasElement;
  readonly #room: HTMLElement;
  #density = 1;
  view: View = whole(side);

  constructor(canvas: HTMLCanvasElement, room: HTMLElement) {
    this.canvas = canvas;
    this.#room = room;
  }

  get density(): number {
    return this.#density;
  }

  get largest(): number {
    return Math.round(largestCell * this.#density);
  }

  /** True where something changed. */
  fit(): boolean {
    const density = devicePixelRatio || 1;
    const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(this.#room);
    const beside = Number.parseFloat(paddingInlineStart) + Number.parseFloat(paddingInlineEnd);
    const room = this.#room.clientWidth - beside;
    const size = sizeFor(room * density);
    if (size === this.view.size && density === this.#density && this.canvas.width === size) return false;
    this.#density = density;
    this.canvas.width = size;
    this.canvas.height = size;
    this.canvas.style.width = `${size / density}px`;
    this.canvas.style.height = `${size / density}px`;
    this.view = resized(this.view, size);
    return true;
  }
}
