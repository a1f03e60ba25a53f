/*
 * What a log prefix says of the packet's fate. Nothing in the format of iptables and nftables does: the prefix is
 * free text of at most 29 letters (127 with nftables). The rule, on whole words without regard to case, a word being
 * a run of letters:
 *
 *   blocked  block, blocked, drop, dropped, deny, denied, reject, rejected, discard, discarded; `-D]` and `-R]`
 *   allowed  accept, accepted, allow, allowed, permit, permitted, pass, passed; `-A]`
 *
 *   audited  audit, unless a word of the others is there
 *
 * Words of both kinds, or of neither ("[UFW LIMIT]", "IN-world:"), leave it unknown. ufw itself writes BLOCK (LIMIT BLOCK
 * for its rate limits) and ALLOW; its AUDIT is written before the rules decide: it says that the packet came, not that it
 * was dropped. The last letters are those of EdgeOS and VyOS: `[WAN_LOCAL-default-D]`.
 */
import { closeSquare, isLetter, lower, minus } from './ascii.ts';
import type { Line } from './line.ts';

export const action = { unknown: 0, blocked: 1, allowed: 2, audited: 3 } as const;

const words = new Map<string, number>();
for (const word of ['block', 'drop', 'discard'])
  for (const end of ['', 'ed']) words.set(word + end, action.blocked);
for (const word of ['deny', 'denied', 'dropped', 'reject', 'rejected']) words.set(word, action.blocked);
for (const word of ['accept', 'allow', 'pass'])
  for (const end of ['', 'ed']) words.set(word + end, action.allowed);
for (const word of ['permit', 'permitted']) words.set(word, action.allowed);
const letters: Readonly<Record<string, number>> = { d: action.blocked, r: action.blocked, a: action.allowed };

/** One of `action`. Makes text: asked once for each different prefix. */
export function actionOf(line: Line, from: number, to: number): number {
  let said: number = action.unknown;
  let audited = false;
  for (let at = from; at < to; at++) {
    if (!isLetter(line.byte(at))) continue;
    const start = at;
    let word = '';
    while (at < to && isLetter(line.byte(at))) word += String.fromCharCode(lower(line.byte(at++)));
    const single =
      word.length === 1 && start > from && line.byte(start - 1) === minus && line.byte(at) === closeSquare;
    const meaning = (single ? letters[word] : words.get(word)) ?? action.unknown;
    audited ||= word === 'audit';
    if (meaning === action.unknown) continue;
    if (said !== action.unknown && said !== meaning) return action.unknown;
    said = meaning;
  }
  return said === action.unknown && audited ? action.audited : said;
}
