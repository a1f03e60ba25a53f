import { highestPort } from '../../../core/port.ts';
import { cellOf, type Order, portAt, side } from './geometry.ts';

const page = 16;

const steps: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  PageUp: [0, -page],
  PageDown: [0, page],
};

/**
 * Where a key leads from a port; null where the key leads nowhere. Row by row the sides are ports ±1 (also past the end
 * of a row) and the rows ±256; along the curve an arrow goes to the cell that lies there.
 */
export function ledTo(key: string, control: boolean, port: number, order: Order): number | null {
  if (key === 'Home') return control ? 0 : rowEnd(port, order, 0);
  if (key === 'End') return control ? highestPort : rowEnd(port, order, side - 1);
  const [x, y] = steps[key] ?? [0, 0];
  if (x === 0 && y === 0) return null;
  if (order === 'rows') return Math.max(0, Math.min(highestPort, port + x + y * side));
  const cell = cellOf(port, order);
  const hold = (value: number): number => Math.max(0, Math.min(side - 1, value));
  return portAt({ x: hold(cell.x + x), y: hold(cell.y + y) }, order);
}

const rowEnd = (port: number, order: Order, x: number): number | null =>
  portAt({ x, y: cellOf(port, order).y }, order);
