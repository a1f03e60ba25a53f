import { harmless } from '../../core/text.ts';
import { clip, clipMiddle, padEnd, padStart, width } from './text.ts';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string;
  readonly align?: 'right';
  /** Gives way where the terminal is narrow: cut down to this many columns, below only where nothing else helps. */
  readonly least?: number;
  /** Cut from the middle (paths) rather than the end. */
  readonly middle?: true;
  /** Left out altogether, highest first, where cutting is not enough. */
  readonly spare?: number;
  /** Left out where even that is not enough. */
  readonly last?: true;
  /** Applied after cutting and padding, so that colour never counts as width. */
  readonly paint?: (cell: string, row: Row) => string;
}

const gap = 2;

/**
 * Lines of a table that fits `room` columns: what may be cut is cut, then spare columns go.
 * Cells are foreign text and made harmless here; only `paint` may add escape codes.
 */
export function table<Row>(
  rows: readonly Row[],
  described: readonly Column<Row>[],
  room: number,
  paintHead: (head: string) => string = (head) => head,
): readonly string[] {
  // Each cell is asked for once: it is measured, cut and placed, on a table of thousands.
  const columns = described.map((column) => {
    const cells = new Map(rows.map((row) => [row, harmless(column.cell(row))]));
    return { ...column, cell: (row: Row) => cells.get(row) ?? '' };
  });
  const filled = columns.filter(
    (column) => column.spare === undefined || rows.some((row) => column.cell(row) !== ''),
  );
  const natural = new Map(
    filled.map((column) => [
      column,
      rows.reduce((most, row) => Math.max(most, width(column.cell(row))), width(column.head)),
    ]),
  );
  const { shown, widths } = fit(filled, natural, room);
  const line = (cells: readonly string[]): string => cells.join(' '.repeat(gap)).trimEnd();
  const place = (text: string, index: number): string => {
    const column = shown[index];
    const space = widths[index] ?? 0;
    const cut = column?.middle === true ? clipMiddle(text, space) : clip(text, space);
    if (index === shown.length - 1 && column?.align === undefined) return cut;
    return column?.align === 'right' ? padStart(cut, space) : padEnd(cut, space);
  };
  const head = line(shown.map((column, index) => paintHead(place(column.head, index))));
  const body = rows.map((row) =>
    line(
      shown.map((column, index) => {
        const cell = place(column.cell(row), index);
        return column.paint === undefined ? cell : column.paint(cell, row);
      }),
    ),
  );
  return [head, ...body];
}

function fit<Row>(
  columns: readonly Column<Row>[],
  natural: ReadonlyMap<Column<Row>, number>,
  room: number,
): { shown: readonly Column<Row>[]; widths: readonly number[] } {
  const widths = columns.map((column) => natural.get(column) ?? 0);
  const without = (drop: number) =>
    fit(
      columns.filter((_, index) => index !== drop),
      natural,
      room,
    );
  const most = Math.max(...columns.map(({ spare = 0 }) => spare));
  if (shrink(widths, room, columns, ({ least }) => least)) return { shown: columns, widths };
  if (most > 0) return without(columns.findLastIndex(({ spare }) => spare === most));
  const squeezed = shrink(widths, room, columns, ({ least }) => least && Math.min(least, narrowest));
  const last = columns.findIndex((column) => column.last);
  return squeezed || last === -1 ? { shown: columns, widths } : without(last);
}

const narrowest = 8;

/** Takes from the widest first, so that one long command line does not squeeze the others; false if too little. */
function shrink<Row>(
  widths: number[],
  room: number,
  columns: readonly Column<Row>[],
  leastOf: (column: Column<Row>) => number | undefined,
): boolean {
  let over = widths.reduce((sum, one) => sum + one + gap, -gap) - room;
  for (; over > 0; over--) {
    let best = -1;
    for (const [index, column] of columns.entries()) {
      const now = widths[index] ?? 0;
      if (now > (leastOf(column) ?? Infinity) && now > (widths[best] ?? 0)) best = index;
    }
    if (best === -1) return false;
    widths[best] = (widths[best] ?? 0) - 1;
  }
  return true;
}
