/*
 * Flow logs of an AWS VPC (docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html), versions 2 and newer:
 *
 *   version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
 *   2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK
 *
 * The columns are chosen by who makes the log: taken from a header row, from `--columns`, or the fourteen above where
 * a line's own columns fit them (others may follow). A line is a flow of up to ten minutes, so a record stands for
 * `packets` packets, at the time of the first. pkt-srcaddr and pkt-dstaddr, where they are, name the packet's ends
 * rather than a gateway's. Lengths of single packets cannot be told.
 *
 * tcp-flags is an OR over the flow that leaves out ACK (but in SYN-ACK) and PSH. It is taken as the flags of the
 * record where it cannot mislead: 2 (SYN) of a single packet or of a rejected flow, which gets no further than SYN;
 * 18 (SYN-ACK) of a single packet. Else the flags are unknown.
 */
import { known, protocol, shape, tcpFlag, word } from '../../record.ts';
import { action } from '../action.ts';
import { readBoth } from '../addresses.ts';
import { bytesOf, isDigit, minus, space } from '../ascii.ts';
import { Columns } from '../columns.ts';
import type { Context, LogFormat } from '../format.ts';
import type { Line } from '../line.ts';
import { outcome } from '../outcome.ts';
import type { Records } from '../records.ts';

const usual =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const usualCount = usual.split(' ').length;
const [source, destination] = [bytesOf('srcaddr'), bytesOf('dstaddr')];
const [accept, reject] = [bytesOf('ACCEPT'), bytesOf('REJECT')];
const [ok, noData, skipData] = [bytesOf('OK'), bytesOf('NODATA'), bytesOf('SKIPDATA')];
const egress = bytesOf('egress');
/** A header row has no digits at its beginning but may have a version's name; it is short. */
const longestHeader = 2000;

export class VpcFlow implements LogFormat {
  readonly #columns = new Columns();
  /** Columns that somebody stated: by a header row or by `--columns`. */
  #stated: readonly string[] | null;
  #place;
  #records = 0;

  constructor(columns: readonly string[] | undefined) {
    this.#stated = columns === undefined ? null : columns.map(plain);
    this.#place = placesOf(this.#stated ?? usual.split(' '));
  }

  met(): readonly string[] {
    return this.#records === 0 ? [] : ['vpcflow'];
  }

  notes(): readonly string[] {
    return this.#records === 0
      ? []
      : ['a flow log: each record stands for all packets of a flow, at the time of its first, in no order'];
  }

  read(line: Line, context: Context): number {
    // CloudWatch puts a stamp before the record.
    line.skipSpaces();
    const start = line.at;
    if (!isDigit(line.byte(start)) && this.#header(line, start)) return outcome.header;
    const columns = this.#columns;
    // A first column of seconds looks like a stamp.
    const whole = this.#stated !== null && columns.split(line, context.start, space);
    if (!(whole && columns.count === this.#stated?.length) && !columns.split(line, start, space)) {
      return outcome.notMine;
    }
    const place = this.#place;
    const status = this.#status(line, columns);
    if (status !== outcome.record) return status;
    const { records } = context;
    const [from, to] = [this.#address(line, columns, true), this.#address(line, columns, false)];
    if (from < 0 || to < 0) return outcome.noAddresses;
    const form = readBoth(
      line,
      records,
      columns.start(from),
      columns.end(from),
      columns.start(to),
      columns.end(to),
    );
    if (form < 0) return columns.first(line, from) === minus ? outcome.noAddresses : -form;
    const transport = columns.number(line, place.protocol);
    if (transport < 0 || transport > 255) return outcome.unknownProtocol;
    return this.#record(line, columns, context, form | transport);
  }

  #record(line: Line, columns: Columns, context: Context, form: number): number {
    const { records } = context;
    const place = this.#place;
    const said = columns.is(line, place.action, accept) ? action.allowed : action.blocked;
    let shapeWord = form | ((place.action < 0 ? action.unknown : said) << 9);
    if (columns.is(line, place.direction, egress)) shapeWord |= shape.outgoing;
    const counted = columns.number(line, place.packets);
    const packets = counted > 0 ? counted : 1;
    const transport = form & 0xff;
    let bits = this.#ports(line, columns, records, transport);
    if (transport === protocol.tcp) bits |= this.#flags(line, columns, records, packets, said);
    const start = columns.number(line, place.start);
    if (start > 0) context.clock.epoch(start, 0);
    context.clock.used();
    const named = columns.length(place.interface) > 1;
    const iface = named
      ? records.interfaceOf(line, columns.start(place.interface), columns.end(place.interface))
      : 0;
    records.commit(bits, shapeWord, context.clock.time, packets, iface, context.ordinal);
    this.#records++;
    return outcome.record;
  }

  /** `record` where the line is a flow, else why not. A line of stated columns must have as many as were stated. */
  #status(line: Line, columns: Columns): number {
    const place = this.#place;
    const { count } = columns;
    if (this.#stated === null ? count < usualCount : count < this.#stated.length) {
      // A cut line of a log whose columns are known still begins with a version and an account.
      return this.#records > 0 && looksCut(line, columns, this.#stated) ? outcome.cut : outcome.notMine;
    }
    if (this.#stated !== null && count !== this.#stated.length) return outcome.notMine;
    if (place.version >= 0 && columns.number(line, place.version) < 1) return outcome.notMine;
    if (columns.is(line, place.status, noData)) return outcome.noData;
    if (columns.is(line, place.status, skipData)) return outcome.skippedData;
    if (place.status >= 0 && !columns.is(line, place.status, ok)) return outcome.notMine;
    const decided = columns.is(line, place.action, accept) || columns.is(line, place.action, reject);
    return place.action >= 0 && !decided ? outcome.notMine : outcome.record;
  }

  /** The packet's own end where the log has it, else that of the interface. */
  #address(line: Line, columns: Columns, source: boolean): number {
    const packet = source ? this.#place.packetSource : this.#place.packetDestination;
    if (packet >= 0 && packet < columns.count && columns.first(line, packet) !== minus) return packet;
    return source ? this.#place.source : this.#place.destination;
  }

  /** ICMP has 0 for both ports in these logs: not a port, and no type either. */
  #ports(line: Line, columns: Columns, records: Records, transport: number): number {
    const ported =
      transport === protocol.tcp ||
      transport === protocol.udp ||
      transport === protocol.sctp ||
      transport === protocol.dccp;
    const source = columns.number(line, this.#place.sourcePort);
    const destination = columns.number(line, this.#place.destinationPort);
    if (!ported || source < 0 || source > 0xffff || destination < 0 || destination > 0xffff) return 0;
    records.words[records.base + word.ports] = (source << 16) | destination;
    return known.ports;
  }

  #flags(line: Line, columns: Columns, records: Records, packets: number, said: number): number {
    const mask = columns.number(line, this.#place.flags);
    const syn = mask === tcpFlag.syn && (packets === 1 || said === action.blocked);
    const synAck = mask === (tcpFlag.syn | tcpFlag.ack) && packets === 1;
    if (!syn && !synAck) return 0;
    records.words[records.base + word.tcp] = mask;
    return known.flags;
  }

  #header(line: Line, start: number): boolean {
    if (line.end - start > longestHeader) return false;
    if (line.find(source, start) < 0 || line.find(destination, start) < 0) return false;
    const names = line.text(start, line.end).trim().split(/\s+/, 128).map(plain);
    if (!names.includes('srcaddr') && !names.includes('pkt-srcaddr')) return false;
    if (!names.includes('dstaddr') && !names.includes('pkt-dstaddr')) return false;
    if (!names.includes('protocol')) return false;
    this.#stated = names;
    this.#place = placesOf(names);
    return true;
  }
}

/** AWS writes `${srcaddr}` where the columns are chosen, and `srcaddr` in the header row. */
const plain = (name: string): string =>
  (name.startsWith('${') && name.endsWith('}') ? name.slice(2, -1) : name).toLowerCase();

const placesOf = (names: readonly string[]) => ({
  version: names.indexOf('version'),
  interface: names.indexOf('interface-id'),
  source: names.indexOf('srcaddr'),
  destination: names.indexOf('dstaddr'),
  packetSource: names.indexOf('pkt-srcaddr'),
  packetDestination: names.indexOf('pkt-dstaddr'),
  sourcePort: names.indexOf('srcport'),
  destinationPort: names.indexOf('dstport'),
  protocol: names.indexOf('protocol'),
  packets: names.indexOf('packets'),
  start: names.indexOf('start'),
  action: names.indexOf('action'),
  status: names.indexOf('log-status'),
  flags: names.indexOf('tcp-flags'),
  direction: names.indexOf('flow-direction'),
});

const looksCut = (line: Line, columns: Columns, stated: readonly string[] | null): boolean =>
  columns.count >= 3 && stated === null && columns.number(line, 0) >= 2 && columns.length(1) === 12;
