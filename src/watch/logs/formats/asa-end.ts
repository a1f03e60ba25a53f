import { readAddress } from '../address.ts';
import { closeRound, colon, isDigit, openRound, slash, space } from '../ascii.ts';
import type { Line } from '../line.ts';

/** One end of a flow: `outside:192.0.2.1/80`, `inside/192.0.2.1(80)`, `192.0.2.1`, `(0.0.0.0)`. */
export class AsaEnd {
  /** 4 or 6; 0 where a name or nothing stands there. */
  family = 0;
  /** -1 where there is none, or its service's name. */
  port = -1;
  /** Where the interface's name stands; equal where it has none. */
  nameFrom = 0;
  nameTo = 0;

  /** Reads it from a position into four words; the position is behind it then. */
  read(line: Line, at: number, words: Uint32Array, index: number): void {
    this.port = -1;
    this.nameFrom = at;
    this.nameTo = at;
    line.at = line.byte(at) === openRound ? at + 1 : at;
    this.family = readAddress(line, words, index);
    if (this.family === 0) this.#behindName(line, at, words, index);
    if (this.family === 0) return;
    const mark = line.byte(line.at);
    if (mark === slash || (mark === openRound && isDigit(line.byte(line.at + 1)))) {
      line.at++;
      const port = line.uint();
      const behind = line.byte(line.at);
      const whole =
        line.at >= line.end ||
        behind === space ||
        behind === closeRound ||
        behind === openRound ||
        behind === 0x2c;
      if (port >= 0 && port <= 0xffff && whole) this.port = port;
    } else if (
      line.at < line.end &&
      mark !== space &&
      mark !== closeRound &&
      mark !== openRound &&
      mark !== 0x2c &&
      mark !== colon
    ) {
      // `10.0.0.1x`: the beginning of a name.
      this.family = 0;
    }
  }

  /** Names of interfaces hold neither `:` nor `/` nor a blank. */
  #behindName(line: Line, at: number, words: Uint32Array, index: number): void {
    let end = at;
    while (end < line.end && line.byte(end) !== colon && line.byte(end) !== slash && line.byte(end) !== space)
      end++;
    if (end >= line.end || line.byte(end) === space) return;
    line.at = end + 1;
    this.family = readAddress(line, words, index);
    if (this.family === 0) return;
    this.nameFrom = at;
    this.nameTo = end;
  }
}
