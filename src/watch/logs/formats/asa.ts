/*
 * Cisco ASA (and PIX, FWSM): `%ASA-4-106023: text`, before it a stamp, perhaps a name, ` : `. The level may have a
 * word before it (`%ASA-session-5-`). Messages are told by their number (Cisco's "ASA Series Syslog Messages"):
 *
 *   106001 106006 106007 106015 106016 106021  ... from A/p to B/p flags SYN on interface I
 *   106010 106014 106023   Deny P src I:A/p dst I:B/p (type t, code c)
 *   106100   access-list L denied|permitted|est-allowed P I/A(p) -> I/B(p) hit-cnt N first hit|N-second interval
 *   313004   Denied ICMP type=T, from laddr A on interface I to B
 *   313005   No matching connection for ICMP error message: icmp src I:A dst I:B (type 3, code 3) ... Original IP
 *            payload: udp src A/p dst B/p
 *   710003   TCP access denied by ACL from A/p to I:B/p        710005  UDP request discarded from A/p to I:B/p
 *   302013 302015   Built inbound|outbound TCP connection N for I:A/p (..) to I:B/p (..)    the second end began it
 *                   where it is outbound
 *
 * 106100 counts hits: the record stands for so many packets. 313001 has no destination. A name instead of an address
 * (the `name` command) makes no record. Connections that were let in are records that say "allowed", those that end
 * and address translations are only counted, as is 733101's notice of an attack.
 */
import { known, protocol, shape, tcpFlag, word } from '../../record.ts';
import { action } from '../action.ts';
import { bytesOf, colon, isDigit, isLetter, minus, percent, space } from '../ascii.ts';
import { spokenByAnother } from '../envelope.ts';
import type { Context, LogFormat } from '../format.ts';
import type { Line } from '../line.ts';
import { outcome } from '../outcome.ts';
import { protocolNumber } from '../protocols.ts';
import type { Records } from '../records.ts';
import { AsaEnd } from './asa-end.ts';
import { type AsaMessage, messages, style } from './asa-messages.ts';
import { readQuotedFlow } from './asa-quoted.ts';

const devices = ['%ASA-', '%PIX-', '%FWSM-', '%FTD-'].map(bytesOf);
const said = {
  from: bytesOf(' from '),
  to: bytesOf(' to '),
  src: bytesOf(' src '),
  dst: bytesOf(' dst '),
  arrow: bytesOf(' -> '),
  for: bytesOf(' for '),
  flags: bytesOf(' flags '),
  interface: bytesOf(' on interface '),
  hits: bytesOf(' hit-cnt '),
  denied: bytesOf(' denied '),
  permitted: bytesOf(' permitted '),
  established: bytesOf(' est-allowed '),
  outbound: bytesOf(' outbound '),
  local: bytesOf('laddr '),
  deny: bytesOf('Deny '),
  type: bytesOf('type'),
  code: bytesOf('code'),
};
const flagNames = new Map<string, number>([
  ['FIN', tcpFlag.fin],
  ['SYN', tcpFlag.syn],
  ['RST', tcpFlag.rst],
  ['PSH', tcpFlag.psh],
  ['ACK', tcpFlag.ack],
  ['URG', tcpFlag.urg],
  ['ECE', tcpFlag.ece],
  ['CWR', tcpFlag.cwr],
]);

export class Asa implements LogFormat {
  readonly #one = new AsaEnd();
  readonly #two = new AsaEnd();
  #records = 0;
  /** Where the ends and the protocol's name stand. */
  #from = -1;
  #to = -1;
  #protocol = -1;
  #action = 0;

  met(): readonly string[] {
    return this.#records === 0 ? [] : ['asa'];
  }

  notes(): readonly string[] {
    return [];
  }

  read(line: Line, context: Context): number {
    const start = line.at;
    const mark = line.next(percent, start);
    if (mark >= line.end || !devices.some((device) => line.has(device, mark))) return outcome.notMine;
    if (spokenByAnother(line, start, mark, [])) return outcome.otherProgram;
    const number = messageNumber(line, mark);
    if (number < 0) return outcome.notMine;
    const message = messages.get(number);
    if (message === undefined) return outcome.otherMessage;
    if (message.aside !== outcome.record) return message.aside;
    const what = this.#packet(line, line.at, message, number, context);
    if (what === outcome.record) this.#records++;
    return what;
  }

  #packet(line: Line, body: number, message: AsaMessage, number: number, context: Context): number {
    if (!this.#places(line, body, message)) return outcome.cut;
    const { records } = context;
    const { words, base } = records;
    const reversed = message.style === style.built && isOutbound(line, body);
    const [one, two] = [this.#one, this.#two];
    one.read(line, this.#from, words, base + (reversed ? word.destination : word.source));
    two.read(line, this.#to, words, base + (reversed ? word.source : word.destination));
    if (one.family === 0 || two.family === 0)
      return this.#to >= line.end ? outcome.cut : outcome.notAnAddress;
    if (one.family !== two.family) return outcome.mixedFamilies;
    let transport = message.protocol >= 0 ? message.protocol : wordProtocol(line, this.#protocol);
    if (transport < 0) return outcome.unknownProtocol;
    if (transport === protocol.icmp && one.family === 6) transport = protocol.icmpv6;
    let form = transport | (this.#action << 9);
    if (one.family === 6) form |= shape.v6;
    if (reversed) form |= shape.outgoing;
    let bits = 0;
    if (transport === protocol.icmp || transport === protocol.icmpv6) {
      bits |= icmpFields(line, body, records);
      if (number === 313_005 && readQuotedFlow(line, body, records)) bits |= known.quoted;
    } else if (one.port >= 0 && two.port >= 0) {
      const [source, destination] = reversed ? [two.port, one.port] : [one.port, two.port];
      words[base + word.ports] = (source << 16) | destination;
      bits |= known.ports;
    }
    if (transport === protocol.tcp) bits |= flagFields(line, body, records);
    context.clock.used();
    const iface = this.#interface(line, body, records, reversed ? two : one);
    records.commit(bits, form, context.clock.time, hits(line, body, message), iface, context.ordinal);
    return outcome.record;
  }

  /** Finds where source, destination and protocol stand; false where the line ends before them. */
  #places(line: Line, body: number, message: AsaMessage): boolean {
    this.#action = message.action;
    this.#protocol = line.has(said.deny, body) ? body + said.deny.length : body;
    if (message.style === style.arrow) return this.#arrow(line, body);
    const [first, second] =
      message.style === style.srcDst
        ? [said.src, said.dst]
        : [message.style === style.built ? said.for : said.from, said.to];
    const one = line.find(first, body);
    if (one < 0) return false;
    const two = line.find(second, one + 1);
    if (two < 0) return false;
    this.#from = one + first.length;
    if (line.has(said.local, this.#from)) this.#from += said.local.length;
    this.#to = two + second.length;
    // `Deny inbound protocol 47 src`: the word before.
    if (message.style === style.srcDst) this.#protocol = wordBefore(line, one, body);
    return true;
  }

  /** `access-list L denied tcp inside/A(p) -> outside/B(p)`. */
  #arrow(line: Line, body: number): boolean {
    const arrow = line.find(said.arrow, body);
    if (arrow < 0) return false;
    let verb = line.find(said.denied, body);
    this.#action = action.blocked;
    let length = said.denied.length;
    if (verb < 0 || verb > arrow) {
      this.#action = action.allowed;
      verb = line.find(said.permitted, body);
      length = said.permitted.length;
    }
    if (verb < 0 || verb > arrow) {
      verb = line.find(said.established, body);
      length = said.established.length;
    }
    if (verb < 0 || verb > arrow) return false;
    this.#protocol = verb + length;
    this.#from = line.next(space, this.#protocol) + 1;
    this.#to = arrow + said.arrow.length;
    return this.#from < this.#to;
  }

  /** `on interface outside`, else the name before the source's address. */
  #interface(line: Line, body: number, records: Records, source: AsaEnd): number {
    const named = line.find(said.interface, body);
    if (named < 0) return records.interfaceOf(line, source.nameFrom, source.nameTo);
    const from = named + said.interface.length;
    let to = from;
    while (to < line.end && line.byte(to) !== space && line.byte(to) !== colon) to++;
    return records.interfaceOf(line, from, to);
  }
}

/** The last number between the dashes: `%ASA-4-106023: `, `%ASA-session-5-106100: `; the position is behind it. */
function messageNumber(line: Line, mark: number): number {
  let at = mark + 1;
  let number = -1;
  while (at < line.end && line.byte(at) !== space && line.byte(at) !== colon) {
    if (line.byte(at) === minus && isDigit(line.byte(at + 1))) {
      line.at = at + 1;
      number = line.uint();
      at = line.at;
    } else at++;
  }
  if (line.byte(at) === colon && at < line.end) at++;
  line.at = at;
  line.skipSpaces();
  return number;
}

function wordBefore(line: Line, end: number, limit: number): number {
  let at = end;
  while (at > limit && line.byte(at - 1) !== space) at--;
  return at;
}

const wordProtocol = (line: Line, at: number): number => protocolNumber(line, at, line.next(space, at));

function isOutbound(line: Line, body: number): boolean {
  const at = line.find(said.outbound, body);
  return at >= 0 && at - body < 16;
}

/** 106100's count of hits; 1 for all others. */
function hits(line: Line, body: number, message: AsaMessage): number {
  if (message.style !== style.arrow) return 1;
  const at = line.find(said.hits, body);
  if (at < 0) return 1;
  line.at = at + said.hits.length;
  return Math.max(line.uint(), 1);
}

/** `flags SYN ACK  on interface`: names up to the first word that is none. */
function flagFields(line: Line, body: number, records: Records): number {
  const at = line.find(said.flags, body);
  if (at < 0) return 0;
  let from = at + said.flags.length;
  let flags = 0;
  let count = 0;
  for (;;) {
    const to = line.next(space, from);
    const flag = to - from === 3 ? flagNames.get(line.text(from, to)) : undefined;
    if (flag === undefined) break;
    flags |= flag;
    count++;
    from = to + 1;
    if (from >= line.end) break;
  }
  records.words[records.base + word.tcp] = flags;
  return count === 0 ? 0 : known.flags;
}

/** `type 3, code 0`, `type=3, code=3`, `(type 8, code 0)`: both or nothing. */
function icmpFields(line: Line, body: number, records: Records): number {
  const type = valueOf(line, said.type, body);
  const code = valueOf(line, said.code, body);
  if (type < 0 || type > 255 || code < 0 || code > 255) return 0;
  records.words[records.base + word.ports] = (type << 8) | code;
  return known.icmp;
}

function valueOf(line: Line, key: Uint8Array, body: number): number {
  for (let at = line.find(key, body); at >= 0; at = line.find(key, at + 1)) {
    const end = at + key.length;
    if (isLetter(line.byte(at - 1)) || end + 1 >= line.end || !isDigit(line.byte(end + 1))) continue;
    line.at = end + 1;
    return line.uint();
  }
  return -1;
}
