/** What the first bytes say of the text's encoding; `undecided` while there are too few. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'undecided';

const enough = 4;

/**
 * By its byte order mark, else by zeros at every other place (Windows writes UTF-16 without a mark too). Returns the
 * encoding and how many bytes its mark takes.
 */
export function recognise(
  head: Uint8Array,
  atEnd: boolean,
): { readonly encoding: Encoding; readonly mark: number } {
  const [first = -1, second = -1, third = -1, fourth = -1] = head;
  if (head.length < enough && !atEnd) return { encoding: 'undecided', mark: 0 };
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (first > 0 && second === 0 && third > 0 && fourth === 0) return { encoding: 'utf-16le', mark: 0 };
  if (first === 0 && second > 0 && third === 0 && fourth > 0) return { encoding: 'utf-16be', mark: 0 };
  return { encoding: 'utf-8', mark: 0 };
}

/** UTF-16 to UTF-8 as it streams. Halves of surrogate pairs become `?`: no field of a log needs them. */
export class Utf16 {
  readonly #big: boolean;
  /** The first byte of a unit that the chunk's end cut, else -1. */
  #half = -1;
  #room = new Uint8Array(0);

  constructor(big: boolean) {
    this.#big = big;
  }

  /** A view that holds until the next call. */
  decode(chunk: Uint8Array): Uint8Array {
    const most = (chunk.length + 1) * 2;
    if (this.#room.length < most) this.#room = new Uint8Array(most);
    let length = 0;
    let first = this.#half;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (first < 0) {
        first = byte;
        continue;
      }
      const unit = this.#big ? (first << 8) | byte : (byte << 8) | first;
      first = -1;
      length = put(this.#room, length, unit);
    }
    this.#half = first;
    return this.#room.subarray(0, length);
  }
}

function put(room: Uint8Array, at: number, unit: number): number {
  if (unit < 0x80) {
    room[at] = unit;
    return at + 1;
  }
  if (unit >= 0xd800 && unit <= 0xdfff) {
    room[at] = 0x3f;
    return at + 1;
  }
  if (unit < 0x800) {
    room[at] = 0xc0 | (unit >> 6);
    room[at + 1] = 0x80 | (unit & 0x3f);
    return at + 2;
  }
  room[at] = 0xe0 | (unit >> 12);
  room[at + 1] = 0x80 | ((unit >> 6) & 0x3f);
  room[at + 2] = 0x80 | (unit & 0x3f);
  return at + 3;
}
