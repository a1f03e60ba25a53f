/*
 * pfirewall.log of Windows: a header of `#Version`, `#Software`, `#Time Format: Local` and `#Fields: date time action
 * protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path`, newer ones
 * with `pid` behind; then lines of these columns, `-` for what does not apply (Microsoft TechNet cc758040).
 *
 *   size is that of the IP packet; tcpsyn is the sequence number whatever the flags; ICMP has rubbish for ports
 *   DROP and ALLOW tell of packets, OPEN, OPEN-INBOUND and CLOSE of connections
 *   INFO-EVENTS-LOST has the number of lost events in `info` and a column less than the others
 */
import { known, protocol, shape, word } from '../../record.ts';
import { action } from '../action.ts';
import { readBoth } from '../addresses.ts';
import { bytesOf, hash, isDigit, minus, space } from '../ascii.ts';
import { Columns } from '../columns.ts';
import type { Context, LogFormat } from '../format.ts';
import type { Line } from '../line.ts';
import { outcome } from '../outcome.ts';
import { protocolNumber } from '../protocols.ts';
import { lengthTells, type Records } from '../records.ts';
import { stamped } from '../time/stamp.ts';
import { flagsOf } from '../tcp-letters.ts';

const usual =
  'date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path';
const headers = ['#Version', '#Software', '#Time Format:', '#Fields:', '#Date'].map(bytesOf);
const [timeFormat, fields] = [bytesOf('#Time Format:'), bytesOf('#Fields:')];
const local = bytesOf('Local');
const lost = bytesOf('INFO-EVENTS-LOST');
const close = bytesOf('CLOSE');
const outgoingPath = bytesOf('SEND');
const opened = bytesOf('OPEN');
const words = new Map<string, number>([
  ['DROP', action.blocked],
  ['ALLOW', action.allowed],
  ['OPEN', action.allowed],
  ['OPEN-INBOUND', action.allowed],
]);
const drop = bytesOf('DROP');
const allow = bytesOf('ALLOW');
/** `2005-04-11 08:05:57 `: the date and time of a line without a header above it. */
const stampLength = 20;

export class Pfirewall implements LogFormat {
  readonly #columns = new Columns();
  #names: readonly string[] = usual.split(' ');
  #place = placesOf(this.#names);
  #utc = false;
  #records = 0;
  #lost = 0;

  met(): readonly string[] {
    return this.#records === 0 && this.#lost === 0 ? [] : ['pfirewall'];
  }

  notes(): readonly string[] {
    return this.#lost === 0
      ? []
      : [`the firewall says that it lost ${this.#lost} events: they are not in the log`];
  }

  read(line: Line, context: Context): number {
    if (line.byte(line.at) === hash) return this.#header(line);
    if (context.stamp !== stamped.wall || line.byte(line.at) !== space) return outcome.notMine;
    // The stamp is behind us: the columns begin with it.
    const start = line.at - stampLength + 1;
    if (start < 0 || !isDigit(line.byte(start)) || line.byte(start + 4) !== minus) return outcome.notMine;
    if (!isAction(line, line.at + 1)) return outcome.notMine;
    const columns = this.#columns;
    if (!columns.split(line, start, space)) return outcome.malformed;
    if (this.#utc) context.clock.asUtc();
    const place = this.#place;
    if (columns.is(line, place.action, lost)) return this.#eventsLost(line, columns);
    if (columns.count < this.#names.length - this.#spare()) return outcome.cut;
    if (columns.is(line, place.action, close)) return outcome.connectionEnd;
    return this.#packet(line, columns, context);
  }

  /** `pid` is in the header of some versions and not in their lines. */
  #spare(): number {
    return this.#names.at(-1) === 'pid' ? 1 : 0;
  }

  #header(line: Line): number {
    const mine = headers.some((word) => line.has(word, line.at));
    if (!mine) return outcome.notMine;
    if (line.has(timeFormat, line.at)) this.#utc = line.find(local, line.at) < 0;
    else if (line.has(fields, line.at)) {
      const names = line
        .text(line.at + fields.length, line.end)
        .trim()
        .split(/\s+/, 64);
      const place = placesOf(names);
      // A header that lacks what a record needs belongs to another log (IIS writes #Fields too).
      if (place.action < 0 || place.protocol < 0 || place.source < 0 || place.destination < 0)
        return outcome.comment;
      this.#names = names;
      this.#place = place;
    }
    return outcome.header;
  }

  /** The count is in `info`, the last but one; the line lacks one of the columns before. */
  #eventsLost(line: Line, columns: Columns): number {
    for (let column = columns.count - 1; column > this.#place.action; column--) {
      const count = columns.number(line, column);
      if (count < 0) continue;
      this.#lost += count;
      break;
    }
    return outcome.eventsLost;
  }

  #packet(line: Line, columns: Columns, context: Context): number {
    const { records } = context;
    const place = this.#place;
    const transport = protocolNumber(line, columns.start(place.protocol), columns.end(place.protocol));
    const form = readBoth(
      line,
      records,
      columns.start(place.source),
      columns.end(place.source),
      columns.start(place.destination),
      columns.end(place.destination),
    );
    if (form < 0) return columns.first(line, place.source) === minus ? outcome.noAddresses : -form;
    if (transport < 0) return outcome.unknownProtocol;
    const { base } = records;
    let shapeWord = form | transport | ((words.get(columns.text(line, place.action)) ?? action.unknown) << 9);
    if (columns.is(line, place.path, outgoingPath) || columns.is(line, place.action, opened))
      shapeWord |= shape.outgoing;
    let bits = 0;
    const size = columns.number(line, place.size);
    records.words[base + word.length] = 0;
    if (size > 0 && size <= 0xffff) {
      records.words[base + word.length] = size << 16;
      bits |= known.length;
    }
    if (transport === protocol.icmp || transport === protocol.icmpv6)
      bits |= this.#icmp(line, columns, records);
    else {
      bits |= this.#ports(line, columns, records);
      if (transport === protocol.tcp) bits |= this.#tcp(line, columns, records, shapeWord);
    }
    context.clock.used();
    records.commit(bits, shapeWord, context.clock.time, 1, 0, context.ordinal);
    this.#records++;
    return outcome.record;
  }

  #ports(line: Line, columns: Columns, records: Records): number {
    const source = columns.number(line, this.#place.sourcePort);
    const destination = columns.number(line, this.#place.destinationPort);
    if (source < 0 || source > 0xffff || destination < 0 || destination > 0xffff) return 0;
    records.words[records.base + word.ports] = (source << 16) | destination;
    return known.ports;
  }

  #tcp(line: Line, columns: Columns, records: Records, form: number): number {
    const { words, base } = records;
    const place = this.#place;
    const flagged = columns.length(place.flags) > 0 && columns.first(line, place.flags) !== minus;
    const flags = flagged ? flagsOf(line, columns.start(place.flags), columns.end(place.flags)) : -1;
    // A connection's line has no packet: its zeros and dashes say nothing.
    if (flags < 0) return 0;
    const sequence = columns.number(line, place.sequence);
    const acknowledgement = columns.number(line, place.acknowledgement);
    const window = columns.number(line, place.window);
    let bits: number = known.flags;
    if (sequence >= 0) {
      words[base + word.sequence] = sequence;
      bits |= known.sequence;
    }
    if (acknowledgement >= 0) {
      words[base + word.acknowledgement] = acknowledgement;
      bits |= known.acknowledgement;
    }
    if (window >= 0 && window <= 0xffff) bits |= known.window;
    words[base + word.tcp] = (window << 16) | flags;
    return bits | lengthTells(words, base, form);
  }

  #icmp(line: Line, columns: Columns, records: Records): number {
    const type = columns.number(line, this.#place.icmpType);
    const code = columns.number(line, this.#place.icmpCode);
    if (type < 0 || type > 255 || code < 0 || code > 255) return 0;
    records.words[records.base + word.ports] = (type << 8) | code;
    return known.icmp;
  }
}

const placesOf = (names: readonly string[]) => ({
  action: names.indexOf('action'),
  protocol: names.indexOf('protocol'),
  source: names.indexOf('src-ip'),
  destination: names.indexOf('dst-ip'),
  sourcePort: names.indexOf('src-port'),
  destinationPort: names.indexOf('dst-port'),
  size: names.indexOf('size'),
  flags: names.indexOf('tcpflags'),
  sequence: names.indexOf('tcpsyn'),
  acknowledgement: names.indexOf('tcpack'),
  window: names.indexOf('tcpwin'),
  icmpType: names.indexOf('icmptype'),
  icmpCode: names.indexOf('icmpcode'),
  path: names.indexOf('path'),
});

const isAction = (line: Line, at: number): boolean =>
  line.has(drop, at) ||
  line.has(allow, at) ||
  line.has(opened, at) ||
  line.has(close, at) ||
  line.has(lost, at);
