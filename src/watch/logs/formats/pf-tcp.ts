import { known, optionBit, tcpFlag, word } from '../../record.ts';
import type { Line } from '../line.ts';
import { OptionNames } from '../option-names.ts';
import type { Records } from '../records.ts';
import { flagsOf } from '../tcp-letters.ts';

const options = new OptionNames();

/** Where the flags stand in tcpdump's words for TCP, old or new; null for what is not TCP. */
export function tcpFlagsAt(line: Line, from: number): { readonly from: number; readonly to: number } | null {
  const text = line.text(from, Math.min(line.end, from + 80));
  if (text.startsWith('Flags [')) {
    const end = text.indexOf(']');
    return end < 0 ? null : { from: from + 7, to: from + end };
  }
  // `S 1:1(0) win 5840`: letters alone, then a sequence, an acknowledgement or a window.
  const end = text.indexOf(' ');
  const next = text.charAt(end + 1);
  if (end <= 0 || end > 9 || !'0123456789aw'.includes(next)) return null;
  return flagsOf(line, from, from + end) < 0 ? null : { from, to: from + end };
}

/**
 * Sequence numbers are relative from a connection's second packet on, but absolute in a SYN; acknowledgements may be
 * relative always: unknown. tcpdump shows all options, so a packet that shows none has none, unless it was cut.
 */
export function tcpFields(line: Line, at: { from: number; to: number }, records: Records): number {
  const { words, base } = records;
  const rest = line.text(at.to, line.end);
  const none = line.text(at.from, at.to) === 'none';
  const flags = none ? 0 : flagsOf(line, at.from, at.to) | (rest.includes(' ack ') ? tcpFlag.ack : 0);
  let bits = 0;
  if (flags >= 0) bits |= known.flags;
  const window = numberBehind(rest, ' win ');
  if (window >= 0 && window <= 0xffff) bits |= known.window;
  const sequence = rest.startsWith(']') ? numberBehind(rest, ' seq ') : numberAt(rest, 1);
  if (sequence >= 0 && (flags & tcpFlag.syn) !== 0) {
    words[base + word.sequence] = sequence;
    bits |= known.sequence;
  }
  words[base + word.tcp] = (window << 16) | (flags & 0x1ff);
  const data = rest.startsWith(']')
    ? numberBehind(rest, ', length ')
    : numberBehind(rest.split(' ', 2)[1] ?? '', '(');
  if (data >= 0 && data <= 0xffff) {
    words[base + word.payload] = data << 8;
    bits |= known.payloadLength;
  }
  return bits | optionFields(line, at.to, rest, records);
}

function optionFields(line: Line, start: number, rest: string, records: Records): number {
  if (rest.includes('[|tcp]')) return 0;
  const { words, base } = records;
  options.reset();
  let values = 0;
  const fresh = rest.indexOf('options [');
  const open = fresh < 0 ? rest.indexOf('<') + 1 : fresh + 9;
  if (open > 0) {
    const close = rest.indexOf(fresh < 0 ? '>' : ']', open);
    if (close < 0) return 0;
    let from = open;
    for (const option of rest.slice(open, close).split(',')) {
      const name = option.split(' ', 1)[0] ?? '';
      options.add(line, start + from, start + from + name.length);
      values |= valueOf(name, option, values, words, base);
      from += option.length + 1;
    }
  }
  options.write(records);
  words[base + word.optionValues] = values | options.bits;
  let bits: number = known.optionKinds | known.optionValues;
  const length = options.headerLength;
  if (length >= 20 && length <= 60) {
    words[base + word.tcp] = (words[base + word.tcp] as number) | ((length >> 2) << 12);
    bits |= known.headerLength;
  }
  return bits;
}

/** `mss 1460`, `wscale 6`, `timestamp 1 0`, `TS val 1 ecr 0`: the bits for word 17. The first of a kind counts. */
function valueOf(name: string, option: string, values: number, words: Uint32Array, base: number): number {
  const [, first = '', second = '', , fourth = ''] = option.split(' ');
  if (name === 'mss' && (values & optionBit.hasMss) === 0) {
    return ((Number(first) & 0xffff) << 16) | optionBit.hasMss;
  }
  if (name === 'wscale' && (values & optionBit.hasWindowScale) === 0) {
    return ((Number(first) & 0xff) << 8) | optionBit.hasWindowScale;
  }
  if (name !== 'timestamp' && name !== 'TS') return 0;
  words[base + word.timestamp] = Number(name === 'TS' ? second : first);
  words[base + word.timestampEcho] = Number(name === 'TS' ? fourth : second);
  return optionBit.hasTimestamp;
}

function numberBehind(text: string, key: string): number {
  const at = text.indexOf(key);
  return at < 0 ? -1 : numberAt(text, at + key.length);
}

/** Decimal digits at a place; -1 where there is none, or more than 32 bits hold. */
export function numberAt(text: string, from: number): number {
  let to = from;
  while (to < text.length && to - from < 11 && text.charCodeAt(to) >= 0x30 && text.charCodeAt(to) <= 0x39)
    to++;
  const value = to === from ? -1 : Number(text.slice(from, to));
  return value > 0xffff_ffff ? -1 : value;
}
