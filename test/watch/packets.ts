import { isIPv6 } from 'node:net';

/** Small builders of packets and capture files, for tests: what they are not told is ordinary. Checksums stay 0. */
export type Bytes = Uint8Array;

export function join(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const hex = (text: string): Bytes => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
export const text = (value: string): Bytes => new TextEncoder().encode(value);
export const be16 = (value: number): Bytes => new Uint8Array([value >>> 8, value]);
export const be32 = (value: number): Bytes =>
  new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);

/** The octets of an address: 4 or 16. */
export function octets(address: string): Bytes {
  if (!isIPv6(address)) return new Uint8Array(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => parseInt(group, 16));
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const middle = Array.from({ length: 8 - front.length - back.length }, () => 0);
  return join(...[...front, ...middle, ...back].map(be16));
}

const letters = 'FSRPAUECN';

/** `SA` to its bits. */
export const flagBits = (flags: string): number =>
  Array.from(flags).reduce((bits, letter) => bits | (1 << letters.indexOf(letter)), 0);

export interface TcpFields {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly sequence?: number;
  readonly acknowledgement?: number;
  readonly flags?: string;
  readonly window?: number;
  /** Padded to whole words with zeros. */
  readonly options?: Bytes;
  readonly payload?: Bytes;
  /** In words, where it shall lie. */
  readonly headerWords?: number;
}

export function tcp(fields: TcpFields = {}): Bytes {
  const options = padded(fields.options ?? new Uint8Array());
  const words = fields.headerWords ?? 5 + options.length / 4;
  return join(
    be16(fields.sourcePort ?? 40000),
    be16(fields.destinationPort ?? 80),
    be32(fields.sequence ?? 1),
    be32(fields.acknowledgement ?? 0),
    be16((words << 12) | flagBits(fields.flags ?? 'S')),
    be16(fields.window ?? 1024),
    be32(0),
    options,
    fields.payload ?? new Uint8Array(),
  );
}

function padded(bytes: Bytes): Bytes {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

/** Options as hex, for `tcp`. */
export const tcpOptions = {
  mss: (value: number): Bytes => join(hex('0204'), be16(value)),
  windowScale: (value: number): Bytes => new Uint8Array([3, 3, value]),
  sackOk: hex('0402'),
  nop: hex('01'),
  timestamp: (value: number, echo: number): Bytes => join(hex('080a'), be32(value), be32(echo)),
} as const;

export interface UdpFields {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly payload?: Bytes;
  /** The length field, where it shall lie. */
  readonly length?: number;
}

export function udp(fields: UdpFields = {}): Bytes {
  const payload = fields.payload ?? new Uint8Array();
  return join(
    be16(fields.sourcePort ?? 40000),
    be16(fields.destinationPort ?? 53),
    be16(fields.length ?? 8 + payload.length),
    be16(0),
    payload,
  );
}

/** ICMP and ICMPv6 alike: type, code, the second word, the rest. */
export const icmp = (
  type: number,
  code: number,
  second: Bytes = be32(0),
  rest: Bytes = new Uint8Array(),
): Bytes => join(new Uint8Array([type, code, 0, 0]), second, rest);

export const icmpEcho = (
  type: number,
  id: number,
  sequence: number,
  payload: Bytes = new Uint8Array(),
): Bytes => icmp(type, 0, join(be16(id), be16(sequence)), payload);

export interface IpFields {
  readonly source?: string;
  readonly destination?: string;
  /** Taken from the addresses' family and `protocol`; 6 = TCP without a word. */
  readonly protocol?: number;
  readonly ttl?: number;
  readonly tos?: number;
  readonly id?: number;
  readonly dontFragment?: boolean;
  readonly moreFragments?: boolean;
  /** In units of eight bytes. */
  readonly fragmentOffset?: number;
  /** IPv4 options, padded to whole words. */
  readonly options?: Bytes;
  /** The total (IPv4) or payload (IPv6) length field, where it shall lie. */
  readonly length?: number;
}

export function ipv4(payload: Bytes, fields: IpFields = {}): Bytes {
  const options = padded(fields.options ?? new Uint8Array());
  const header = 20 + options.length;
  const fragment =
    (fields.dontFragment === true ? 0x4000 : 0) |
    (fields.moreFragments === true ? 0x2000 : 0) |
    (fields.fragmentOffset ?? 0);
  return join(
    new Uint8Array([0x40 | (header / 4), fields.tos ?? 0]),
    be16(fields.length ?? header + payload.length),
    be16(fields.id ?? 0),
    be16(fragment),
    new Uint8Array([fields.ttl ?? 64, fields.protocol ?? 6, 0, 0]),
    octets(fields.source ?? '192.0.2.1'),
    octets(fields.destination ?? '198.51.100.2'),
    options,
    payload,
  );
}

export const ipv6 = (payload: Bytes, fields: IpFields = {}): Bytes =>
  join(
    be32(((0x60000000 | ((fields.tos ?? 0) << 20)) >>> 0) + (fields.id ?? 0)),
    be16(fields.length ?? payload.length),
    new Uint8Array([fields.protocol ?? 6, fields.ttl ?? 64]),
    octets(fields.source ?? '2001:db8::1'),
    octets(fields.destination ?? '2001:db8:1::2'),
    payload,
  );

export interface EthernetFields {
  readonly type?: number;
  /** Tags from the outermost: VLAN numbers, or `[type, number]`. */
  readonly vlans?: readonly (number | readonly [number, number])[];
}

export function ethernet(payload: Bytes, fields: EthernetFields = {}): Bytes {
  const v6 = ((payload[0] ?? 0) & 0xf0) === 0x60;
  const tags = (fields.vlans ?? []).map((tag) => (typeof tag === 'number' ? ([0x8100, tag] as const) : tag));
  return join(
    hex('020000000002 020000000001'),
    ...tags.map(([type, vlan]) => join(be16(type), be16(vlan))),
    be16(fields.type ?? (v6 ? 0x86dd : 0x0800)),
    payload,
  );
}

/** One packet of a capture file. */
export interface Captured {
  readonly bytes: Bytes;
  /** Microseconds since 1970 UTC; a fraction holds nanoseconds. */
  readonly time?: number;
  /** Its length on the wire where the capture cut it. */
  readonly length?: number;
  /** Which interface of a pcapng file. */
  readonly interface?: number;
}

export interface PcapFields {
  readonly linkType?: number;
  readonly nano?: boolean;
  readonly bigEndian?: boolean;
  readonly snap?: number;
  /** Kuznetzov's records, eight bytes longer. */
  readonly modified?: boolean;
}

export function pcapFile(packets: readonly Captured[], fields: PcapFields = {}): Bytes {
  const { n16, n32 } = numbers(fields.bigEndian === true);
  const magic = fields.modified === true ? 0xa1b2cd34 : fields.nano === true ? 0xa1b23c4d : 0xa1b2c3d4;
  const head = join(
    n32(magic),
    n16(2),
    n16(4),
    n32(0),
    n32(0),
    n32(fields.snap ?? 262144),
    n32(fields.linkType ?? 1),
  );
  const records = packets.map(({ bytes, time = 0, length = bytes.length }) => {
    const seconds = Math.floor(time / 1e6);
    const rest = time - seconds * 1e6;
    const fraction = Math.round(fields.nano === true ? rest * 1000 : rest);
    const extra = fields.modified === true ? new Uint8Array(8) : new Uint8Array();
    return join(n32(seconds), n32(fraction), n32(bytes.length), n32(length), extra, bytes);
  });
  return join(head, ...records);
}

export interface PcapngInterface {
  readonly linkType?: number;
  readonly name?: string;
  /** if_tsresol: 6 = microseconds, 9 = nanoseconds, 0x80 | n = 2^-n seconds. */
  readonly resolution?: number;
  /** if_tsoffset in seconds. */
  readonly offset?: number;
  readonly snap?: number;
}

export interface PcapngFields {
  readonly bigEndian?: boolean;
  readonly interfaces?: readonly PcapngInterface[];
  /** The section's length field: unknown without a word. */
  readonly knownLength?: boolean;
}

/** One section with its interfaces and enhanced packets; sections may be joined. */
export function pcapngFile(packets: readonly Captured[], fields: PcapngFields = {}): Bytes {
  const big = fields.bigEndian === true;
  const interfaces = fields.interfaces ?? [{}];
  const body = join(
    ...interfaces.map((one) => pcapngInterface(one, big)),
    ...packets.map((packet) => enhancedPacket(packet, interfaces[packet.interface ?? 0] ?? {}, big)),
  );
  return join(sectionHeader(big, fields.knownLength === true ? body.length : null), body);
}

/** Any block: type, length, body padded to whole words, length. */
export function pcapngBlock(type: number, body: Bytes, bigEndian = false): Bytes {
  const { n32 } = numbers(bigEndian);
  const whole = padded(body);
  return join(n32(type), n32(whole.length + 12), whole, n32(whole.length + 12));
}

export function sectionHeader(bigEndian = false, length: number | null = null): Bytes {
  const { n16, n32 } = numbers(bigEndian);
  const high = length === null ? 0xffffffff : 0;
  const size = bigEndian ? [high, length ?? high] : [length ?? high, high];
  return pcapngBlock(0x0a0d0d0a, join(n32(0x1a2b3c4d), n16(1), n16(0), ...size.map(n32)), bigEndian);
}

export function pcapngInterface(one: PcapngInterface, bigEndian = false): Bytes {
  const { n16, n32 } = numbers(bigEndian);
  const option = (code: number, value: Bytes): Bytes => join(n16(code), n16(value.length), padded(value));
  const offset = one.offset ?? 0;
  const high = offset < 0 ? 0xffffffff : 0;
  const options = [
    ...(one.name === undefined ? [] : [option(2, text(one.name))]),
    ...(one.resolution === undefined ? [] : [option(9, new Uint8Array([one.resolution]))]),
    ...(one.offset === undefined
      ? []
      : [option(14, join(...(bigEndian ? [n32(high), n32(offset)] : [n32(offset), n32(high)])))]),
  ];
  const end = options.length > 0 ? [n32(0)] : [];
  return pcapngBlock(
    1,
    join(n16(one.linkType ?? 1), n16(0), n32(one.snap ?? 0), ...options, ...end),
    bigEndian,
  );
}

/** Time in the interface's units, high and low word. */
function timestamp(time: number, one: PcapngInterface): readonly [number, number] {
  const resolution = one.resolution ?? 6;
  const perSecond = resolution >= 0x80 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(resolution);
  const whole = Math.floor(time);
  const fraction = BigInt(Math.round((time - whole) * 1000));
  const nanoseconds = BigInt(whole) * 1000n + fraction - BigInt(one.offset ?? 0) * 1_000_000_000n;
  const units = (nanoseconds * perSecond) / 1_000_000_000n;
  return [Number((units >> 32n) & 0xffffffffn), Number(units & 0xffffffffn)];
}

function enhancedPacket(packet: Captured, one: PcapngInterface, bigEndian: boolean): Bytes {
  const { n32 } = numbers(bigEndian);
  const [high, low] = timestamp(packet.time ?? 0, one);
  const { bytes, length = bytes.length } = packet;
  return pcapngBlock(
    6,
    join(n32(packet.interface ?? 0), n32(high), n32(low), n32(bytes.length), n32(length), bytes),
    bigEndian,
  );
}

/** Writers of numbers in a file's byte order. */
export function numbers(bigEndian: boolean): {
  n16: (value: number) => Bytes;
  n32: (value: number) => Bytes;
} {
  const turned = (bytes: Bytes): Bytes => (bigEndian ? bytes : bytes.toReversed());
  return { n16: (value) => turned(be16(value)), n32: (value) => turned(be32(value)) };
}
