import { decodeTcpOptions } from '../../layers/tcp-options.ts';
import { protocol } from '../../record.ts';
import { closeRound, hexDigit, space } from '../ascii.ts';
import type { Line } from '../line.ts';

/** Sixty bytes of header less twenty: both IP's and TCP's options end there. */
const mostBytes = 40;

/** The bytes of `OPT (020405B4)`: behind PROTO=TCP those of TCP, before it those of IP, of which only the length tells. */
export class NetfilterOptions {
  readonly #bytes = new Uint8Array(mostBytes);
  readonly #view = new DataView(this.#bytes.buffer);
  /** Bytes of TCP's options; -1 where the line has none. */
  tcp = -1;
  ip = -1;

  reset(): void {
    this.tcp = -1;
    this.ip = -1;
  }

  /** Reads from the bracket on; false where the line ends inside. */
  read(line: Line, transport: number): boolean {
    let count = 0;
    let at = line.at + 1;
    let broken = false;
    while (at < line.end && line.byte(at) !== closeRound) {
      const byte = line.byte(at);
      if (byte === space) {
        at++;
        continue;
      }
      const high = hexDigit(byte);
      const low = hexDigit(line.byte(at + 1));
      if (high < 0 || low < 0 || count === mostBytes) broken = true;
      else this.#bytes[count++] = (high << 4) | low;
      at += low < 0 ? 1 : 2;
    }
    line.at = Math.min(at + 1, line.end);
    if (at >= line.end) return false;
    if (broken) return true;
    if (transport === protocol.tcp) this.tcp = count;
    else if (transport < 0) this.ip = count;
    return true;
  }

  decode(words: Uint32Array, base: number): void {
    decodeTcpOptions(words, base, this.#view, 0, this.tcp);
  }
}
