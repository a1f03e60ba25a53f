import { space } from './ascii.ts';
import type { Line } from './line.ts';

/** More columns than any of the formats has. */
const most = 128;

/** Where a line's columns begin and end. Made once for a format and used for each of its lines. */
export class Columns {
  readonly starts = new Int32Array(most);
  readonly ends = new Int32Array(most);
  count = 0;

  /** Cuts at each separator; with blanks several count as one. False where there are too many columns. */
  split(line: Line, from: number, separator: number): boolean {
    this.count = 0;
    const { bytes, end } = line;
    let at = from;
    while (at <= end) {
      if (separator === space) {
        while (at < end && bytes[at] === space) at++;
        if (at === end && this.count > 0) break;
      }
      const start = at;
      while (at < end && bytes[at] !== separator) at++;
      if (this.count === most) return false;
      this.starts[this.count] = start;
      this.ends[this.count++] = at;
      at++;
    }
    return true;
  }

  start(column: number): number {
    return this.starts[column] as number;
  }

  end(column: number): number {
    return this.ends[column] as number;
  }

  length(column: number): number {
    return column < this.count ? this.end(column) - this.start(column) : 0;
  }

  /** The first byte of a column; -1 of an empty one or none. */
  first(line: Line, column: number): number {
    return this.length(column) === 0 ? -1 : line.byte(this.start(column));
  }

  is(line: Line, column: number, word: Uint8Array): boolean {
    return this.length(column) === word.length && line.has(word, this.start(column));
  }

  /** The whole column as a decimal number; -1 where it is none. */
  number(line: Line, column: number): number {
    if (column < 0 || column >= this.count) return -1;
    line.at = this.start(column);
    const value = line.uint();
    return line.at === this.end(column) ? value : -1;
  }

  text(line: Line, column: number): string {
    return column >= 0 && column < this.count ? line.text(this.start(column), this.end(column)) : '';
  }
}
