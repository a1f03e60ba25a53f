import { portRanges, rangeOf } from '../../../core/range.ts';
import type { Bitmap } from './bitmap.ts';
import { type Colours, cssOf, type Pixel } from './colours.ts';
import { cellOf, type Order, portAt, side } from './geometry.ts';
import type { Glows } from './glows.ts';
import { type Marks, marksOf } from './marks.ts';
import { gravest, type Listening } from './model.ts';
import type { PortName } from './names.ts';
import { cellUnder, cornerOf, type View } from './view.ts';

export interface Scene {
  readonly view: View;
  readonly order: Order;
  readonly colours: Colours;
  /** Device pixels to one of CSS. */
  readonly density: number;
  readonly listening: ReadonlyMap<number, readonly Listening[]>;
  /** Colours of ports that were knocked at. */
  readonly knocked: ReadonlyMap<number, Pixel>;
  readonly selected: number | null;
  readonly hovered: number | null;
  readonly glows: Glows;
  /** Milliseconds, of the clock that the glows were lit by. */
  readonly now: number;
  /** Glows stand still and are only there or not. */
  readonly still: boolean;
  readonly name: (port: number) => PortName | null | undefined;
}

/** More of them would hide each other. */
const mostEdged = 600;

/** Draws what is seen of the picture. */
export class Painter {
  readonly #pen: CanvasRenderingContext2D;
  readonly #bitmap: Bitmap;
  #marks: { readonly key: string; readonly of: Marks } | null = null;

  constructor(pen: CanvasRenderingContext2D, bitmap: Bitmap) {
    this.#pen = pen;
    this.#bitmap = bitmap;
  }

  draw(scene: Scene): void {
    const { view } = scene;
    const pen = this.#pen;
    this.#bitmap.flush();
    pen.imageSmoothingEnabled = false;
    pen.fillStyle = scene.colours.paper;
    pen.fillRect(0, 0, view.size, view.size);
    pen.drawImage(this.#bitmap.canvas, view.x, view.y, view.cell * side, view.cell * side);
    if (view.cell >= 9 * scene.density) this.#grid(scene);
    this.#borders(scene);
    if (view.cell >= 34 * scene.density) this.#numbers(scene);
    this.#knocked(scene);
    this.#listeners(scene);
    this.#rings(scene);
    if (scene.hovered !== null && scene.hovered !== scene.selected) {
      this.#frame(scene, scene.hovered, scene.colours.ink, 1.5);
    }
    if (scene.selected !== null) this.#frame(scene, scene.selected, scene.colours.accent, 3);
  }

  #grid({ view, colours }: Scene): void {
    const pen = this.#pen;
    pen.fillStyle = colours.paper;
    for (let at = view.x % view.cell; at < view.size; at += view.cell) {
      pen.fillRect(at, 0, 1, view.size);
    }
    for (let at = view.y % view.cell; at < view.size; at += view.cell) {
      pen.fillRect(0, at, view.size, 1);
    }
  }

  /** Lines between the ranges. */
  #borders({ view, order, colours, density }: Scene): void {
    const pen = this.#pen;
    const width = Math.max(1, Math.round(density));
    pen.fillStyle = colours.dim;
    if (order === 'rows') {
      for (const { from } of portRanges.slice(1)) {
        pen.fillRect(view.x, Math.round(view.y + (from >> 8) * view.cell), view.cell * side, width);
      }
      return;
    }
    for (const { x, y, across } of curveBorders()) {
      const corner = cornerOf(view, { x, y });
      if (across) pen.fillRect(corner.x, corner.y, view.cell, width);
      else pen.fillRect(corner.x, corner.y, width, view.cell);
    }
  }

  /** Numbers, and names below them where there is room. */
  #numbers({ view, order, colours, density, name }: Scene): void {
    const pen = this.#pen;
    pen.fillStyle = colours.ink;
    pen.textAlign = 'left';
    pen.textBaseline = 'top';
    pen.direction = 'ltr';
    const small = Math.round(11 * density);
    const room = view.cell - 8 * density;
    for (const [port, corner] of this.#cells(view, order)) {
      const [x, y] = [corner.x + 4 * density, corner.y + 4 * density];
      pen.font = `${small}px ui-monospace, monospace`;
      pen.fillText(String(port), x, y, room);
      if (view.cell < 64 * density) continue;
      const service = name(port)?.service;
      if (service === undefined) continue;
      pen.font = `${small}px system-ui, sans-serif`;
      pen.fillText(service, x, y + small * 1.4, room);
    }
  }

  *#cells(view: View, order: Order): Generator<readonly [port: number, corner: { x: number; y: number }]> {
    const first = cellUnder(view, { x: 0, y: 0 });
    const last = cellUnder(view, { x: view.size - 1, y: view.size - 1 });
    for (let y = Math.max(0, first.y); y <= Math.min(side - 1, last.y); y++) {
      for (let x = Math.max(0, first.x); x <= Math.min(side - 1, last.x); x++) {
        const port = portAt({ x, y }, order);
        if (port !== null) yield [port, cornerOf(view, { x, y })];
      }
    }
  }

  /** A cell of three pixels is easily overlooked: few that were knocked at are drawn larger, with an edge. */
  #knocked({ view, order, colours, density, knocked }: Scene): void {
    if (knocked.size > mostEdged || view.cell >= 8 * density) return;
    const pen = this.#pen;
    const edge = Math.max(1, Math.round(density));
    const width = Math.max(Math.round(view.cell), 2 * edge);
    for (const [port, colour] of knocked) {
      const { x, y } = cornerOf(view, cellOf(port, order));
      pen.fillStyle = colours.ink;
      pen.fillRect(x - edge, y - edge, width + 2 * edge, width + 2 * edge);
      pen.fillStyle = cssOf(colour);
      pen.fillRect(x, y, width, width);
    }
  }

  #listeners({ view, order, colours, density, listening }: Scene): void {
    // A few are drawn so that nobody overlooks them, thousands so that each can still be seen.
    const least = listening.size > 1500 ? 5 : listening.size > 300 ? 7 : 10;
    const width = Math.round(Math.max(least * density, Math.min(view.cell * 0.55, 18 * density)));
    const marks = this.#marksFor(colours, width);
    const inCell = view.cell >= 34 * density;
    for (const [port, all] of listening) {
      const corner = cornerOf(view, cellOf(port, order));
      const middle = view.cell / 2;
      const [x, y] = inCell
        ? [corner.x + view.cell - width, corner.y + view.cell - width]
        : [corner.x + middle, corner.y + middle];
      if (x < -width || y < -width || x > view.size + width || y > view.size + width) continue;
      const mark = marks(gravest(all));
      // Ports of the first row are the busiest: their marks are not cut off by the edge.
      const hold = (at: number): number =>
        Math.round(Math.max(0, Math.min(view.size - mark.width, at - mark.width / 2)));
      this.#pen.drawImage(mark, hold(x), hold(y));
    }
  }

  #marksFor(colours: Colours, width: number): Marks {
    const key = `${width} ${colours.paper} ${colours.ink}`;
    if (this.#marks?.key !== key) this.#marks = { key, of: marksOf(colours, width) };
    return this.#marks.of;
  }

  #rings({ view, order, colours, density, glows, now, still }: Scene): void {
    const pen = this.#pen;
    pen.strokeStyle = colours.glow;
    pen.lineWidth = 1.5 * density;
    const reach = Math.max(view.cell / 2, 2.5 * density);
    for (const [port, share] of glows.seen(now)) {
      const corner = cornerOf(view, cellOf(port, order));
      const [x, y] = [corner.x + view.cell / 2, corner.y + view.cell / 2];
      if (x < -40 || y < -40 || x > view.size + 40 || y > view.size + 40) continue;
      pen.globalAlpha = still ? 0.9 : (1 - share) ** 1.5;
      pen.beginPath();
      pen.arc(x, y, reach + (still ? 3 : 2 + share * 10) * density, 0, Math.PI * 2);
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  #frame({ view, order, colours, density }: Scene, port: number, colour: string, weight: number): void {
    const pen = this.#pen;
    const corner = cornerOf(view, cellOf(port, order));
    const width = Math.round(weight * density);
    // Small cells are framed from outside, so that the frame hides nothing of them.
    const gap = view.cell < 12 * density ? Math.round(2 * density) : 0;
    const length = Math.round(view.cell) + 2 * gap;
    pen.strokeStyle = colours.paper;
    pen.lineWidth = width + 2 * Math.round(density);
    pen.strokeRect(corner.x - gap, corner.y - gap, length, length);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.strokeRect(corner.x - gap, corner.y - gap, length, length);
  }
}

interface Edge {
  readonly x: number;
  readonly y: number;
  readonly across: boolean;
}

let edges: readonly Edge[] | undefined;

/** Where cells of different ranges meet on the curve; the same for ever. */
function curveBorders(): readonly Edge[] {
  if (edges !== undefined) return edges;
  const found: Edge[] = [];
  const range = (x: number, y: number): string => rangeOf(portAt({ x, y }, 'hilbert') ?? 0).name;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (x > 0 && range(x, y) !== range(x - 1, y)) found.push({ x, y, across: false });
      if (y > 0 && range(x, y) !== range(x, y - 1)) found.push({ x, y, across: true });
    }
  }
  edges = found;
  return found;
}
