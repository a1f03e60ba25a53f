import { ports } from '../../map/layout.ts';

/** How ports are laid out: row by row, or along Hilbert's curve, which keeps what is near in number near in place. */
export type Order = 'rows' | 'hilbert';

/** Cells on a side. */
export const side = 256;

export interface Cell {
  readonly x: number;
  readonly y: number;
}

/** For each port the number of its cell, counted row by row, and the way back. */
interface Curve {
  readonly cells: Uint16Array;
  readonly ports: Uint16Array;
}

let made: Curve | undefined;

/** Most people never ask for it. */
const hilbert = (): Curve => (made ??= curve());

function curve(): Curve {
  const cells = new Uint16Array(ports);
  const back = new Uint16Array(ports);
  for (let port = 0; port < ports; port++) {
    const { x, y } = along(port);
    const cell = y * side + x;
    cells[port] = cell;
    back[cell] = port;
  }
  return { cells, ports: back };
}

/** Point on the curve of order 8: square by square from small to large, each turned as the curve enters it. */
function along(distance: number): Cell {
  let [x, y, rest] = [0, 0, distance];
  for (let size = 1; size < side; size *= 2) {
    const right = 1 & (rest >> 1);
    const down = 1 & (rest ^ right);
    if (down === 0) {
      if (right === 1) [x, y] = [size - 1 - x, size - 1 - y];
      [x, y] = [y, x];
    }
    x += size * right;
    y += size * down;
    rest >>= 2;
  }
  return { x, y };
}

/** The cell's number, row by row. */
export const cellNumber = (port: number, order: Order): number =>
  order === 'rows' ? port : (hilbert().cells[port] ?? 0);

export function cellOf(port: number, order: Order): Cell {
  const cell = cellNumber(port, order);
  return { x: cell & (side - 1), y: cell >> 8 };
}

/** Null outside of the picture. */
export function portAt({ x, y }: Cell, order: Order): number | null {
  if (x < 0 || y < 0 || x >= side || y >= side) return null;
  const cell = (y << 8) | x;
  return order === 'rows' ? cell : (hilbert().ports[cell] ?? null);
}
