/*
 * filterlog of pfSense and OPNsense (sysutils/filterlog, print-ip.c, print-tcp.c; opnsense/ports description.txt):
 *
 *   rule,subrule,anchor,tracker|label,interface,reason,action,direction,
 *   4,tos,ecn,ttl,id,offset,flags,protocol number,name,length,source,destination,
 *   6,class,flow,hop limit,NAME,number,length,source,destination,          name and number the other way round
 *   tcp   source port,destination port,data length,flags,seq or a:b,ack,window,urgent,option;names
 *   udp   source port,destination port,length of UDP with its header       icmp: filterlog-icmp.ts
 *
 * The offset is in bytes. Several flags of the fragment word are joined in ways that differ, once with a comma. The
 * length of IPv6 is that behind its header. Sequence and acknowledgement are empty where the packet's flags make them
 * pointless: unknown, not 0. Of options only the names are there.
 */
import { known, protocol, shape, word } from '../../record.ts';
import { action } from '../action.ts';
import { readBoth } from '../addresses.ts';
import { bytesOf, colon, comma, isDigit, openSquare, semicolon, space } from '../ascii.ts';
import { Columns } from '../columns.ts';
import { programs, spokenByAnother } from '../envelope.ts';
import type { Context, LogFormat } from '../format.ts';
import type { Line } from '../line.ts';
import { OptionNames } from '../option-names.ts';
import { outcome } from '../outcome.ts';
import { protocolNumber } from '../protocols.ts';
import type { Records } from '../records.ts';
import { flagsOf } from '../tcp-letters.ts';
import { icmpFields } from './filterlog-icmp.ts';

const tag = bytesOf('filterlog');
const blocked = bytesOf('block');
const passed = bytesOf('pass');
const speakers = programs('filterlog');
/** Columns before the address family. */
const head = { interface: 4, action: 6, family: 8 } as const;
const v6Header = 40;
const udpHeader = 8;
const moreFragments = 1 << 13;
const dontFragment = 1 << 14;

export class Filterlog implements LogFormat {
  readonly #columns = new Columns();
  readonly #options = new OptionNames();
  #records = 0;

  met(): readonly string[] {
    return this.#records === 0 ? [] : ['filterlog'];
  }

  notes(): readonly string[] {
    return [];
  }

  read(line: Line, context: Context): number {
    const from = line.at;
    const start = line.find(tag, from);
    if (start < 0) return outcome.notMine;
    const body = bodyOf(line, start + tag.length);
    if (body < 0) return outcome.notMine;
    if (spokenByAnother(line, from, body, speakers) || saidBefore(line, from, start))
      return outcome.otherProgram;
    const columns = this.#columns;
    if (!columns.split(line, body, comma)) return outcome.malformed;
    const what = this.#packet(line, columns, context);
    if (what === outcome.record) this.#records++;
    return what;
  }

  #packet(line: Line, columns: Columns, context: Context): number {
    const { family } = head;
    if (columns.count <= family) return outcome.cut;
    const version = columns.length(family) === 1 ? columns.first(line, family) - 0x30 : 0;
    if (version === 4)
      return this.#inet(line, columns, context, family + this.#flagColumns(line, columns), false);
    if (version === 6) return this.#inet(line, columns, context, family, true);
    return outcome.malformed;
  }

  /** `DF, +` makes a column more than there should be. */
  #flagColumns(line: Line, columns: Columns): number {
    let extra = 0;
    while (extra < 2 && columns.first(line, head.family + 7 + extra) === space) extra++;
    return extra;
  }

  #inet(line: Line, columns: Columns, context: Context, family: number, v6: boolean): number {
    const { records } = context;
    // Relative to the last column that may have moved.
    const numberColumn = family + (v6 ? 5 : 7);
    const lengthColumn = family + (v6 ? 6 : 9);
    const addresses = lengthColumn + 1;
    if (columns.count <= addresses + 1) return outcome.cut;
    let transport = protocolNumber(line, columns.start(numberColumn), columns.end(numberColumn));
    if (transport < 0) {
      const other = numberColumn + (v6 ? -1 : 1);
      transport = protocolNumber(line, columns.start(other), columns.end(other));
    }
    if (transport < 0) return outcome.unknownProtocol;
    const form = readBoth(
      line,
      records,
      columns.start(addresses),
      columns.end(addresses),
      columns.start(addresses + 1),
      columns.end(addresses + 1),
    );
    // A line may be cut in its last address: what stands there then is none, or another.
    if (form < 0)
      return columns.count === addresses + 2 && form === -outcome.notAnAddress ? outcome.cut : -form;
    if ((form !== 0) !== v6) return outcome.mixedFamilies;
    let shapeWord = form | transport | (this.#action(line, columns) << 9);
    let bits = v6 ? this.#network6(line, columns, records) : this.#network4(line, columns, records, family);
    const fragment = records.words[records.base + word.length] as number;
    if (!v6 && (fragment & 0x1fff) !== 0) shapeWord |= shape.laterFragment;
    const rest = addresses + 2;
    if ((shapeWord & shape.laterFragment) === 0) {
      if (transport === protocol.tcp) {
        if (columns.count < rest + 9) return outcome.cut;
        bits |= this.#tcp(line, columns, rest, records, shapeWord, bits);
      } else if (transport === protocol.udp || transport === protocol.sctp) {
        if (columns.count < rest + 3) return outcome.cut;
        bits |= portsAt(line, columns, rest, records);
        if (transport === protocol.udp) bits |= udpLength(columns.number(line, rest + 2), records);
      } else if (transport === protocol.icmp || transport === protocol.icmpv6) {
        bits |= icmpFields(line, columns, rest, v6, records);
      }
    }
    context.clock.used();
    const iface = records.interfaceOf(line, columns.start(head.interface), columns.end(head.interface));
    records.commit(bits, shapeWord, context.clock.time, 1, iface, context.ordinal);
    return outcome.record;
  }

  #action(line: Line, columns: Columns): number {
    if (columns.is(line, head.action, blocked)) return action.blocked;
    // `unkn(13)`, `match`, `nat`: the packet went on, or not.
    return columns.is(line, head.action, passed) ? action.allowed : action.unknown;
  }

  #network4(line: Line, columns: Columns, records: Records, moved: number): number {
    const { family } = head;
    const tos = hexColumn(line, columns, family + 1);
    const ttl = columns.number(line, family + 3);
    const id = columns.number(line, family + 4);
    const offset = columns.number(line, family + 5);
    const length = columns.number(line, moved + 9);
    const { words, base } = records;
    let bits = 0;
    if (tos >= 0 && tos <= 255) bits |= known.tos;
    if (ttl >= 0 && ttl <= 255) bits |= known.ttl;
    if (id >= 0 && id <= 0xffff) bits |= known.ipId;
    if (offset >= 0 && offset <= 0xffff) bits |= known.fragment;
    if (length >= 0 && length <= 0xffff) bits |= known.length;
    let fragment = (offset >> 3) & 0x1fff;
    for (let at = columns.start(family + 6); at < columns.end(moved + 6); at++) {
      if (line.byte(at) === 0x2b) fragment |= moreFragments;
      else if (line.byte(at) === 0x44) fragment |= dontFragment;
    }
    words[base + word.ip] = (id << 16) | ((ttl & 0xff) << 8) | (tos & 0xff);
    words[base + word.length] = (length << 16) | ((bits & known.fragment) === 0 ? 0 : fragment);
    return bits;
  }

  #network6(line: Line, columns: Columns, records: Records): number {
    const tos = hexColumn(line, columns, head.family + 1);
    const hops = columns.number(line, head.family + 3);
    const behind = columns.number(line, head.family + 6);
    const { words, base } = records;
    let bits = 0;
    if (tos >= 0 && tos <= 255) bits |= known.tos;
    if (hops >= 0 && hops <= 255) bits |= known.ttl;
    if (behind >= 0 && behind + v6Header <= 0xffff) bits |= known.length;
    words[base + word.ip] = ((hops & 0xff) << 8) | (tos & 0xff);
    words[base + word.length] = (behind + v6Header) << 16;
    return bits;
  }

  #tcp(line: Line, columns: Columns, at: number, records: Records, form: number, network: number): number {
    const { words, base } = records;
    let bits = portsAt(line, columns, at, records);
    const data = columns.number(line, at + 2);
    const flags = flagsOf(line, columns.start(at + 3), columns.end(at + 3));
    const sequence = rangeStart(line, columns, at + 4);
    const acknowledgement = columns.number(line, at + 5);
    const window = columns.number(line, at + 6);
    if (flags >= 0) bits |= known.flags;
    if (window >= 0 && window <= 0xffff) bits |= known.window;
    if (sequence >= 0) {
      words[base + word.sequence] = sequence;
      bits |= known.sequence;
    }
    if (acknowledgement >= 0) {
      words[base + word.acknowledgement] = acknowledgement;
      bits |= known.acknowledgement;
    }
    if (data >= 0 && data <= 0xffff) {
      words[base + word.payload] = data << 8;
      bits |= known.payloadLength;
    }
    words[base + word.tcp] = (window << 16) | (flags & 0xff);
    return (
      bits |
      this.#optionFields(line, columns, at + 8, records, form, (network & known.length) === 0 ? -1 : data)
    );
  }

  /** The header's length is known where the names' bytes and what the lengths leave for it agree. */
  #optionFields(
    line: Line,
    columns: Columns,
    at: number,
    records: Records,
    form: number,
    data: number,
  ): number {
    const { words, base } = records;
    const options = this.#options;
    options.reset();
    let start = columns.start(at);
    const end = columns.end(at);
    while (start < end) {
      const stop = Math.min(line.next(semicolon, start), end);
      options.add(line, start, stop);
      start = stop + 1;
    }
    options.write(records);
    const whole = (words[base + word.length] as number) >>> 16;
    const left = whole - data - ((form & shape.v6) === 0 ? 20 : v6Header);
    if (data < 0 || left !== options.headerLength || left > 60) return known.optionKinds;
    words[base + word.tcp] = (words[base + word.tcp] as number) | ((left >> 2) << 12);
    return known.optionKinds | known.headerLength | (options.kinds === 0 ? known.optionValues : 0);
  }
}

function portsAt(line: Line, columns: Columns, at: number, records: Records): number {
  const source = columns.number(line, at);
  const destination = columns.number(line, at + 1);
  if (source < 0 || source > 0xffff || destination < 0 || destination > 0xffff) return 0;
  records.words[records.base + word.ports] = (source << 16) | destination;
  return known.ports;
}

function udpLength(length: number, records: Records): number {
  if (length < udpHeader || length > 0xffff) return 0;
  records.words[records.base + word.payload] = (length - udpHeader) << 8;
  return known.payloadLength;
}

function hexColumn(line: Line, columns: Columns, column: number): number {
  line.at = columns.start(column);
  const value = line.hex();
  return line.at === columns.end(column) ? value : -1;
}

/** `29633380:29633800` begins with the packet's sequence number. */
function rangeStart(line: Line, columns: Columns, column: number): number {
  line.at = columns.start(column);
  const value = line.uint();
  return line.at === columns.end(column) || line.byte(line.at) === colon ? value : -1;
}

/** Behind `filterlog[72237]: `, `filterlog: ` or RFC 5424's `filterlog 72237 - - `; -1 where it is another word. */
function bodyOf(line: Line, from: number): number {
  const next = line.byte(from);
  if (next === colon || next === openSquare) {
    const end = line.next(colon, from);
    return end + 1 < line.end && line.byte(end + 1) === space ? end + 2 : -1;
  }
  if (next !== space) return -1;
  // The columns have no blanks in them but for `DF, +` and a trailing one: the body is the last word with a comma.
  for (let at = from; at + 1 < line.end; at++) {
    if (line.byte(at) === space && isDigit(line.byte(at + 1))) {
      let end = at + 1;
      while (isDigit(line.byte(end))) end++;
      if (line.byte(end) === comma) return at + 1;
    }
  }
  return -1;
}

/** Whether a program's `name: ` stands before the tag: then the tag is part of what it says. */
function saidBefore(line: Line, from: number, to: number): boolean {
  for (let at = from; at + 1 < to; at++) {
    if (line.byte(at) === colon && line.byte(at + 1) === space) return true;
  }
  return false;
}
