import { closeRound, openRound } from '../ascii.ts';
import type { Line } from '../line.ts';
import { protocolNumber } from '../protocols.ts';

const longest = 400;

/** The IP header in tcpdump's brackets, before the packet or behind it; -1 for what is not said. */
export class PfHead {
  seen = false;
  tos = -1;
  ttl = -1;
  id = -1;
  /** The fragment word; known with the id, as `DF` is written wherever it is set. */
  fragment = 0;
  protocol = -1;
  /** Of the whole IPv4 packet, or behind the header of IPv6. */
  length = -1;
  behindHeader = -1;

  reset(): void {
    this.seen = false;
    this.tos = -1;
    this.ttl = -1;
    this.id = -1;
    this.fragment = 0;
    this.protocol = -1;
    this.length = -1;
    this.behindHeader = -1;
  }

  /** From an opening bracket to its closing one; false where the line ends before. */
  read(line: Line): boolean {
    const start = line.at;
    let depth = 0;
    let at = start;
    for (; at < line.end && at - start < longest; at++) {
      const byte = line.byte(at);
      if (byte === openRound) depth++;
      else if (byte === closeRound && --depth === 0) break;
    }
    if (at >= line.end || depth !== 0) return false;
    this.#protocolIn(line, start, at);
    this.words(line.text(start + 1, at));
    line.at = at + 1;
    return true;
  }

  /** `proto TCP (6)`, `next-header UDP (17)`: the number in the inner brackets. */
  #protocolIn(line: Line, start: number, end: number): void {
    const open = line.next(openRound, start + 1);
    if (open < end) {
      const number = protocolNumber(line, open + 1, line.next(closeRound, open));
      if (number >= 0) this.protocol = number;
    }
  }

  words(text: string): void {
    const words = text
      .replaceAll(',', ' ')
      .split(' ')
      .filter((word) => word !== '');
    for (const [index, word] of words.entries()) {
      const value = words[index + 1] ?? '';
      if (word === 'ttl' || word === 'hlim') this.ttl = within(value, 255);
      else if (word === 'tos' || word === 'class') this.tos = within(value, 255);
      else if (word === 'id') this.id = within(value, 0xffff);
      else if (word === 'offset') this.fragment |= (Math.max(within(value, 0xffff), 0) >> 3) & 0x1fff;
      else if (word === 'length:') this.behindHeader = within(value, 0xffff);
      else if ((word === 'length' || word === 'len') && value !== 'length:')
        this.length = within(value, 0xffff);
      else if (word === 'DF' || word === '[DF]') this.fragment |= 1 << 14;
      else if (word === '[+]') this.fragment |= 1 << 13;
      else if (word === 'frag') this.#frag(value);
      else continue;
      this.seen = true;
    }
  }

  /** `1234:1480@2960+`: identification, bytes, offset and whether more follow. */
  #frag(text: string): void {
    const [id = '', rest = ''] = text.split(':');
    const offset = rest.split('@')[1] ?? '';
    this.id = within(id, 0xffff);
    this.fragment |= (Math.max(within(offset.replace('+', ''), 0xffff), 0) >> 3) & 0x1fff;
    if (offset.endsWith('+')) this.fragment |= 1 << 13;
  }
}

/** Decimal or with 0x; -1 for what is no number up to `most`. */
function within(text: string, most: number): number {
  const value = text === '' ? Number.NaN : Number(text);
  return Number.isInteger(value) && value >= 0 && value <= most ? value : -1;
}
