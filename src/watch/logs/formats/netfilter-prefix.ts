import { actionOf } from '../action.ts';
import { bytesOf, closeSquare, colon, isDigit, openSquare, quote, space } from '../ascii.ts';
import { programs, spokenByAnother } from '../envelope.ts';
import type { Context } from '../format.ts';
import type { Line } from '../line.ts';
import { Names } from '../names.ts';
import { kernelStamp, stamped } from '../time/stamp.ts';

const kernelTag = bytesOf('kernel: ');
const kernelWord = bytesOf(' kernel');
const repeated = bytesOf('message repeated ');
const ufw = bytesOf('[UFW ');
const firewalldMarks = ['filter_IN_', 'filter_FWD', 'filter_OUT_', 'FINAL_REJECT', 'STATE_INVALID_DROP'].map(
  bytesOf,
);
const speakers = programs('kernel', 'ulogd', 'ulogd2');

/** nft allows 127 letters, and a host's name may stand before them. */
const longestPrefix = 255;
const mostPrefixes = 1024;

export const variants = ['iptables', 'ufw', 'firewalld'] as const;

/** What stands between the stamp and `IN=`: the kernel's tag and clock, and the prefix that the rule's author chose. */
export class NetfilterPrefix {
  readonly #prefixes = new Names(mostPrefixes, longestPrefix);
  /** By the prefix's number: action | variant << 2. */
  readonly #meanings = new Uint8Array(mostPrefixes + 1);
  #known = 0;
  action = 0;
  variant = 0;
  /** syslog's `message repeated 3 times: [ ...]` holds the message itself: how often it was. */
  packets = 1;

  /** Looks at what is between two positions; false where another program speaks. */
  read(line: Line, context: Context, from: number, to: number): boolean {
    this.packets = 1;
    if (context.foreign || context.stamp === stamped.kmsgFromUser) return false;
    let at = kernelTagEnd(line, from, to);
    if (at < 0) {
      if (spokenByAnother(line, from, to, speakers)) return false;
      at = this.#otherTagEnd(line, from, to);
    }
    while (at < to && line.byte(at) === space) at++;
    if (line.byte(at) === openSquare && at < to) {
      line.at = at;
      const micros = kernelStamp(line);
      if (micros >= 0) {
        context.clock.refine(micros);
        at = line.at;
      }
    }
    this.#meaning(line, at, to);
    return true;
  }

  #meaning(line: Line, from: number, to: number): void {
    const number = this.#prefixes.of(line, from, to);
    let meaning: number;
    if (number !== 0 && number <= this.#known) meaning = this.#meanings[number] as number;
    else {
      meaning = actionOf(line, from, to) | (variantOf(line, from, to) << 2);
      if (number !== 0) {
        this.#meanings[number] = meaning;
        this.#known = number;
      }
    }
    this.action = meaning & 3;
    this.variant = meaning >> 2;
  }

  #otherTagEnd(line: Line, from: number, to: number): number {
    const times = line.find(repeated, from);
    if (times >= 0 && times < to) {
      line.at = times + repeated.length;
      const count = line.uint();
      if (count > 0) this.packets = count;
      return line.at;
    }
    // RFC 5424's `host kernel 0 - `: the number and dashes behind the name are no words, and may stay.
    const kernel = line.find(kernelWord, from);
    if (kernel >= 0 && kernel < to) {
      const end = kernel + kernelWord.length;
      return line.byte(end) === colon ? end + 1 : end;
    }
    for (let at = from; at + 1 < to; at++) {
      if (line.byte(at) === closeSquare && line.byte(at + 1) === colon && isDigit(line.byte(at - 1)))
        return at + 2;
    }
    return from;
  }
}

/** Behind ` host kernel: `, as nearly every line has it; -1 where it is otherwise. */
function kernelTagEnd(line: Line, from: number, to: number): number {
  let at = from;
  if (line.byte(at) !== space) return -1;
  at++;
  while (at < to && line.byte(at) !== space) at++;
  at++;
  return at + kernelTag.length <= to && line.has(kernelTag, at) ? at + kernelTag.length : -1;
}

function variantOf(line: Line, from: number, to: number): number {
  const has = (word: Uint8Array): boolean => {
    const at = line.find(word, from);
    return at >= 0 && at < to;
  };
  if (has(ufw)) return 1;
  // firewalld's nftables backend writes the quotes of its own prefix into the log.
  return line.byte(from) === quote || firewalldMarks.some(has) ? 2 : 0;
}
