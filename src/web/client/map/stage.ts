import { side } from './geometry.ts';
import { resized, type View, whole } from './view.ts';

/** Cells may become so large, in CSS pixels: the number and a name fit in. */
const largestCell = 112;
/** The picture is not made smaller than this for low windows. */
const least = 512;
const aroundIt = 120;

/** The canvas in its place: as large as whole pixels to a cell allow, again whenever the page changes. */
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
    const room = Math.min(this.#room.clientWidth - beside, Math.max(least, innerHeight - aroundIt));
    const size = Math.max(1, Math.floor((room * density) / side)) * side;
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
