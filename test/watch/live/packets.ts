import * as fc from 'fast-check';
import type { Beside } from '../../sys/cbpf/interpreter.ts';

const u16 = (value: number): number[] => [value >> 8, value & 255];
const bytes = (least: number, most: number) =>
  fc.uint8Array({ minLength: least, maxLength: most }).map((a) => [...a]);

const port = fc.constantFrom(0, 22, 53, 80, 7680, 40_000, 65_535);

const tcp = fc
  .record({
    ports: fc.tuple(port, port),
    flags: fc.oneof(fc.constantFrom(0, 1, 2, 4, 16, 17, 18, 20, 24, 25, 41, 43, 48), fc.nat(255)),
    words: fc.oneof(fc.constant(5), fc.nat(15)),
    window: fc.oneof(fc.constantFrom(512, 1024, 1025, 4096, 64_240), fc.nat(65_535)),
    options: bytes(0, 40),
    firstOption: fc.constantFrom(1, 2, 3, 8),
    data: fc.oneof(fc.constant([]), bytes(1, 20)),
  })
  .map(({ ports, flags, words, window, options, firstOption, data }) => {
    const size = Math.max(0, words * 4 - 20);
    const padded = [firstOption, ...options, ...Array<number>(40).fill(0)].slice(0, size);
    const head = [
      ...u16(ports[0]),
      ...u16(ports[1]),
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      words << 4,
      flags,
      ...u16(window),
    ];
    return [...head, 0, 0, 0, 0, ...padded, ...data];
  });

const udp = fc
  .tuple(port, port, bytes(0, 30))
  .map(([from, to, data]) => [...u16(from), ...u16(to), ...u16(data.length + 8), 0, 0, ...data]);

const sctp = fc
  .tuple(port, port, fc.nat(12))
  .map(([from, to, chunk]) => [...u16(from), ...u16(to), 0, 0, 0, 0, 0, 0, 0, 0, chunk, 0, 0, 4]);

const icmp = fc.tuple(fc.nat(255), bytes(0, 30)).map(([type, rest]) => [type, ...rest]);

const transport = fc.oneof(
  { weight: 4, arbitrary: tcp.map((body) => ({ protocol: 6, body })) },
  udp.map((body) => ({ protocol: 17, body })),
  sctp.map((body) => ({ protocol: 132, body })),
  icmp.map((body) => ({ protocol: 1, body })),
  icmp.map((body) => ({ protocol: 58, body })),
  fc.tuple(fc.nat(255), bytes(0, 40)).map(([protocol, body]) => ({ protocol, body })),
);

const ipv4 = fc
  .record({
    inner: transport,
    fragment: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(0, 0x4000) }, fc.nat(65_535)),
    options: fc.nat(10),
    lie: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.integer({ min: -60, max: 60 })),
  })
  .map(({ inner, fragment, options, lie }) => {
    const size = 20 + options * 4;
    const total = Math.max(0, size + inner.body.length + lie);
    const head = [0x40 | (size / 4), 0, ...u16(total), 0, 0, ...u16(fragment), 64, inner.protocol, 0, 0];
    return {
      type: 0x0800,
      bytes: [...head, ...Array<number>(8).fill(9), ...Array<number>(options * 4).fill(1), ...inner.body],
    };
  });

const extension = fc.oneof(
  fc
    .tuple(fc.constantFrom(0, 43, 60), fc.nat(2))
    .map(([kind, size]) => ({ kind, body: [size, ...Array<number>(size * 8 + 6).fill(0)] })),
  fc
    .constantFrom(0, 1, 8, 9, 0xfff8)
    .map((fragment) => ({ kind: 44, body: [0, ...u16(fragment), 0, 0, 0, 0] })),
);

const ipv6 = fc
  .record({
    inner: transport,
    extensions: fc.array(extension, { maxLength: 5 }),
    lie: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.integer({ min: -60, max: 60 })),
  })
  .map(({ inner, extensions, lie }) => {
    const kinds = [...extensions.map(({ kind }) => kind), inner.protocol];
    const chain = extensions.flatMap(({ body }, index) => [kinds[index + 1] ?? 59, ...body]);
    const size = Math.max(0, chain.length + inner.body.length + lie);
    const head = [0x60, 0, 0, 0, ...u16(size), kinds[0] ?? 59, 64, ...Array<number>(32).fill(7)];
    return { type: 0x86dd, bytes: [...head, ...chain, ...inner.body] };
  });

const rubbish = fc.record({
  type: fc.constantFrom(0x0800, 0x86dd, 0x8100, 0x88a8, 0x0806),
  bytes: bytes(0, 100),
});

export interface Sent {
  readonly packet: Uint8Array<ArrayBuffer>;
  readonly beside: Beside;
}

/** Packets as a cooked socket gets them, whole, cut, tagged or nonsense, with what the kernel says beside them. */
export const anyPacket: fc.Arbitrary<Sent> = fc
  .record({
    inner: fc.oneof({ weight: 3, arbitrary: ipv4 }, { weight: 3, arbitrary: ipv6 }, rubbish),
    tag: fc.constantFrom('none', 'none', 'none', 'before', 'beside'),
    cut: fc.oneof({ weight: 6, arbitrary: fc.constant(1000) }, fc.nat(80)),
    kind: fc.constantFrom(0, 0, 1, 2, 3, 4),
    hardware: fc.constantFrom(1, 1, 1, 772, 65_534),
    random: fc.oneof(fc.constant(0), fc.nat(0x7fff_ffff)),
    priority: fc.nat(255),
  })
  .map(({ inner, tag, cut, kind, hardware, random, priority }) => {
    const before = tag === 'before' ? [priority, 5, ...u16(inner.type)] : [];
    return {
      packet: Uint8Array.from([...before, ...inner.bytes].slice(0, cut)),
      beside: { protocol: tag === 'none' ? inner.type : 0x8100, kind, hardware, random },
    };
  });
