import { optionBit, optionKind, word } from '../record.ts';
import type { Line } from './line.ts';
import type { Records } from './records.ts';

/** Digit and bytes of an option by its name in filterlog and tcpdump. */
const named = new Map<string, { readonly digit: number; readonly bytes: number }>([
  ['nop', { digit: optionKind.nop, bytes: 1 }],
  ['mss', { digit: optionKind.mss, bytes: 4 }],
  ['wscale', { digit: optionKind.windowScale, bytes: 3 }],
  ['sackOK', { digit: optionKind.sackOk, bytes: 2 }],
  ['TS', { digit: optionKind.timestamp, bytes: 10 }],
  ['timestamp', { digit: optionKind.timestamp, bytes: 10 }],
  ['md5', { digit: optionKind.md5, bytes: 18 }],
]);
const mostKinds = 10;

/** Option names gathered in order. */
export class OptionNames {
  kinds = 0;
  /** Bits of word 17 that hold without values: only `more`. */
  bits = 0;
  /** Bytes of all options, padded to whole words; -1 where one's length is not known by its name. */
  bytes = 0;
  #count = 0;

  reset(): void {
    this.kinds = 0;
    this.bits = 0;
    this.bytes = 0;
    this.#count = 0;
  }

  add(line: Line, from: number, to: number): void {
    const name = line.text(from, Math.min(to, from + 16));
    // The end of the list is followed by padding that has no names.
    if (name === 'eol') {
      if (this.bytes >= 0) this.bytes += 1;
      return;
    }
    const option = named.get(name);
    if (option === undefined) this.bytes = -1;
    else if (this.bytes >= 0) this.bytes += option.bytes;
    if (this.#count === mostKinds) {
      this.bits |= optionBit.more;
      return;
    }
    this.kinds |= (option?.digit ?? optionKind.other) << (this.#count++ * 3);
  }

  /** Length of the TCP header with these options; -1 where it cannot be told. */
  get headerLength(): number {
    return this.bytes < 0 ? -1 : 20 + Math.ceil(this.bytes / 4) * 4;
  }

  write(records: Records): void {
    records.words[records.base + word.optionKinds] = this.kinds;
    records.words[records.base + word.optionValues] = this.bits;
  }
}
