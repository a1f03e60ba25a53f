import { type Cell, side } from './geometry.ts';

/** What part of the picture is seen, in device pixels; zoomed in whole ones only, so that cells have sharp edges. */
export interface View {
  /** Width and height of what it is drawn on. */
  readonly size: number;
  /** Width and height of a cell. */
  readonly cell: number;
  /** Where the picture's corner is; 0 or less. */
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The cells with which the whole picture fits: parts of a pixel where the stage has no room for whole ones. */
export const wholeCell = (size: number): number => size / side;

export const whole = (size: number): View => ({ size, cell: wholeCell(size), x: 0, y: 0 });

const clamped = (view: View): View => {
  const least = Math.min(0, view.size - view.cell * side);
  const hold = (offset: number): number => Math.round(Math.min(0, Math.max(least, offset)));
  return { ...view, x: hold(view.x), y: hold(view.y) };
};

export const movedBy = (view: View, { x, y }: Point): View =>
  clamped({ ...view, x: view.x + x, y: view.y + y });

/** Cells become as large as asked, within limits; what is at `point` stays there. */
export function zoomed(view: View, cell: number, largest: number, point: Point): View {
  const least = wholeCell(view.size);
  const next = cell <= least ? least : Math.max(least, Math.round(Math.min(largest, cell)));
  const factor = next / view.cell;
  return clamped({
    ...view,
    cell: next,
    x: point.x - (point.x - view.x) * factor,
    y: point.y - (point.y - view.y) * factor,
  });
}

/** The next size of cells that can be told from this one. */
export const nextCell = (cell: number, direction: 1 | -1): number =>
  direction === 1 ? Math.max(cell + 1, Math.round(cell * 1.4)) : Math.min(cell - 1, Math.round(cell / 1.4));

export const centre = ({ size }: View): Point => ({ x: size / 2, y: size / 2 });

export const cellUnder = ({ cell, x, y }: View, point: Point): Cell => ({
  x: Math.floor((point.x - x) / cell),
  y: Math.floor((point.y - y) / cell),
});

/** The corner of a cell. */
export const cornerOf = ({ cell, x, y }: View, at: Cell): Point => ({
  x: Math.round(x + at.x * cell),
  y: Math.round(y + at.y * cell),
});

/** Moves no more than needed to have the cell in sight, with two cells around it. */
export function showing(view: View, at: Cell): View {
  const margin = Math.min(view.cell * 2, view.size / 4);
  const corner = cornerOf(view, at);
  const by = (start: number): number => {
    if (start < margin) return margin - start;
    return Math.min(0, view.size - margin - view.cell - start);
  };
  return movedBy(view, { x: by(corner.x), y: by(corner.y) });
}

/** As much of the picture seen after the canvas changed its size, around the same middle. */
export function resized(view: View, size: number): View {
  if (size === view.size) return view;
  if (view.cell <= wholeCell(view.size)) return whole(size);
  const middle = centre(view);
  const factor = size / view.size;
  const cell = Math.max(wholeCell(size), Math.round(view.cell * factor));
  const scale = cell / view.cell;
  return clamped({
    size,
    cell,
    x: size / 2 - (middle.x - view.x) * scale,
    y: size / 2 - (middle.y - view.y) * scale,
  });
}
