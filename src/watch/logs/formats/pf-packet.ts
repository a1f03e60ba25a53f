import { known, protocol, shape, word } from '../../record.ts';
import { openRound } from '../ascii.ts';
import type { Context } from '../format.ts';
import type { Line } from '../line.ts';
import { outcome } from '../outcome.ts';
import { protocolNumber } from '../protocols.ts';
import type { Records } from '../records.ts';
import type { PfHead } from './pf-head.ts';
import { numberAt, tcpFields, tcpFlagsAt } from './pf-tcp.ts';

/** Words for ICMP by their beginning, with type and code; then those for ICMPv6. */
const icmpWords: readonly (readonly [RegExp, number, number])[] = [
  [/^echo request/, 8, 0],
  [/^echo reply/, 0, 0],
  [/^\S+ (udp|tcp) port \S+ unreachable/, 3, 3],
  [/^host \S+ unreachable$/, 3, 1],
  [/^net \S+ unreachable/, 3, 0],
  [/^\S+ protocol \S+ unreachable/, 3, 2],
  [/^time exceeded in-transit/, 11, 0],
  [/^ip reassembly time exceeded/, 11, 1],
];
const icmp6Words: readonly (readonly [RegExp, number, number])[] = [
  [/^echo request/, 128, 0],
  [/^echo reply/, 129, 0],
  [/^router solicit/, 133, 0],
  [/^router advert/, 134, 0],
  [/^neighbor sol/, 135, 0],
  [/^neighbor adv/, 136, 0],
];
const longestWords = 120;

/** What stands behind `A > B: `. */
export class PfPacket {
  write(
    line: Line,
    context: Context,
    head: PfHead,
    familyAndAction: number,
    sourcePort: number,
    destinationPort: number,
    iface: number,
  ): number {
    const { records } = context;
    skipNotes(line);
    const start = line.at;
    trailing(line, start, head);
    const tcp = head.protocol < 0 || head.protocol === protocol.tcp ? tcpFlagsAt(line, start) : null;
    const transport =
      head.protocol >= 0 ? head.protocol : tcp === null ? saidProtocol(line, start, sourcePort) : 6;
    if (transport < 0) return start >= line.end ? outcome.cut : outcome.unknownProtocol;
    let form = familyAndAction | transport;
    if ((head.fragment & 0x1fff) !== 0) form |= shape.laterFragment;
    let bits = ipFields(head, records, (form & shape.v6) !== 0);
    if (sourcePort >= 0 && destinationPort >= 0) {
      records.words[records.base + word.ports] = (sourcePort << 16) | destinationPort;
      bits |= known.ports;
    }
    if (transport === protocol.tcp && tcp !== null) bits |= tcpFields(line, tcp, records);
    else if (transport === protocol.udp) bits |= udpFields(line, start, records);
    else if (transport === protocol.icmp || transport === protocol.icmpv6) {
      bits |= icmpFields(line, start, transport === protocol.icmp, records);
    }
    context.clock.used();
    records.commit(bits, form, context.clock.time, 1, iface, context.ordinal);
    return outcome.record;
  }
}

/** `[tcp sum ok] `, `[udp sum ok] `. */
function skipNotes(line: Line): void {
  while (line.byte(line.at) === 0x5b && line.at < line.end) {
    line.at = Math.min(line.next(0x5d, line.at) + 1, line.end);
    line.skipSpaces();
  }
}

/** `... (DF) [tos 0x10] (ttl 64, id 61825, len 60)` at the line's end, as old ones write the IP header. */
function trailing(line: Line, start: number, head: PfHead): void {
  let open = line.end;
  for (let groups = 0; groups < 3; groups++) {
    let at = open - 1;
    while (at > start && line.byte(at) === 0x20) at--;
    const last = line.byte(at);
    if (last !== 0x29 && last !== 0x5d) break;
    while (at > start && line.byte(at) !== openRound && line.byte(at) !== 0x5b) at--;
    if (at <= start || line.byte(at - 1) !== 0x20) break;
    head.words(line.text(at + 1, line.next(last, at)));
    open = at;
  }
  line.at = start;
}

/** The protocol by tcpdump's first word; -1 where it says none. */
function saidProtocol(line: Line, start: number, port: number): number {
  const text = line.text(start, Math.min(line.end, start + 40));
  const proto = text.startsWith('ip-proto-') ? numberAt(text, 9) : -1;
  if (proto >= 0) return proto <= 255 ? proto : -1;
  let end = start;
  while (end < line.end && (line.byte(end) | 0x20) >= 0x61 && (line.byte(end) | 0x20) <= 0x7a) end++;
  if (line.byte(end) === 0x36 && end < line.end) end++;
  const number = end === start ? -1 : protocolNumber(line, start, end);
  line.at = start;
  if (number >= 0) return number;
  return port >= 0 && start < line.end ? protocol.udp : -1;
}

function ipFields(head: PfHead, records: Records, v6: boolean): number {
  const { words, base } = records;
  let bits = 0;
  if (head.tos >= 0) bits |= known.tos;
  if (head.ttl >= 0) bits |= known.ttl;
  if (head.id >= 0 && !v6) bits |= known.ipId | known.fragment;
  const length = v6 && head.behindHeader >= 0 ? head.behindHeader + 40 : head.length;
  if (length > 0 && length <= 0xffff) bits |= known.length;
  words[base + word.ip] = (head.id << 16) | ((head.ttl & 0xff) << 8) | (head.tos & 0xff);
  words[base + word.length] = (length << 16) | ((bits & known.fragment) === 0 ? 0 : head.fragment);
  return bits;
}

/** `udp 50`, `UDP, length 50`; a content that was decoded shows its length in ways of its own. */
function udpFields(line: Line, start: number, records: Records): number {
  const text = line.text(start, Math.min(line.end, start + longestWords));
  const at = text.startsWith('udp ') ? 4 : text.startsWith('UDP, length ') ? 12 : -1;
  const length = at < 0 ? -1 : numberAt(text, at);
  if (length < 0 || length > 0xffff) return 0;
  records.words[records.base + word.payload] = length << 8;
  return known.payloadLength;
}

function icmpFields(line: Line, start: number, v4: boolean, records: Records): number {
  const text = line.text(start, Math.min(line.end, start + longestWords));
  const said = text.slice(text.indexOf(' ') + 1).split(',', 1)[0] ?? '';
  const { words, base } = records;
  for (const [form, type, code] of v4 ? icmpWords : icmp6Words) {
    if (!form.test(said)) continue;
    words[base + word.ports] = (type << 8) | code;
    const id = text.indexOf(', id ');
    const sequence = text.indexOf(', seq ');
    if (!said.startsWith('echo') || id < 0 || sequence < 0) return known.icmp;
    const [one, two] = [numberAt(text, id + 5), numberAt(text, sequence + 6)];
    if (one < 0 || one > 0xffff || two < 0 || two > 0xffff) return known.icmp;
    words[base + word.sequence] = (one << 16) | two;
    return known.icmp | known.echo;
  }
  return 0;
}
