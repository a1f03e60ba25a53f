import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPcapngReader, createPcapReader } from '../../../src/watch/capture/index.ts';
import { decoderRuns } from '../../fuzz.ts';
import type { MakeReader } from '../../../src/watch/input.ts';
import { readAll } from '../decoded.ts';
import {
  type Bytes,
  be32,
  type Captured,
  ethernet,
  hex,
  icmpEcho,
  ipv4,
  ipv6,
  join,
  numbers,
  pcapFile,
  pcapngBlock,
  pcapngFile,
  pcapngInterface,
  sectionHeader,
  tcp,
  text,
  udp,
} from '../packets.ts';
import { damaged, realCaptures } from '../seeds.ts';
import { captureNames, capturesMissing, packetsOf, readCapture } from './real.ts';

const start = 1_700_000_000_000_000;
const frame = ethernet(ipv4(tcp()));

const mixed: readonly Captured[] = Array.from({ length: 24 }, (_, index) => {
  const frames = [
    ethernet(ipv4(tcp({ sequence: index }))),
    ethernet(ipv6(tcp({ sequence: index }))),
    ethernet(ipv4(udp({ payload: text(`number ${index}`) }), { protocol: 17 })),
    ethernet(new Uint8Array(46), { type: 0x0806 }),
  ];
  return { bytes: frames[index % 4] ?? frame, time: start + index * 1_000_001 };
});

const read = (file: Bytes, sizes: readonly number[] = []): ReturnType<typeof readAll> =>
  readAll(createPcapngReader, file, sizes);

/** A section with these blocks. */
const section = (...blocks: readonly Bytes[]): Bytes => join(sectionHeader(), pcapngInterface({}), ...blocks);

describe('a pcapng file', () => {
  const asPcap = readAll(createPcapReader, pcapFile(mixed));

  it.each([
    ['plain', {}],
    ['big-endian', { bigEndian: true }],
    ['with the length of its section', { knownLength: true }],
    ['in nanoseconds', { interfaces: [{ resolution: 9 }] }],
    ['in microseconds said so', { interfaces: [{ resolution: 6 }] }],
    [
      'big-endian, in nanoseconds, from another time on',
      { bigEndian: true, interfaces: [{ resolution: 9, offset: 1_000_000 }] },
    ],
    ['with an offset below zero', { interfaces: [{ offset: -3600 }] }],
  ])('gives what a pcap file of the same packets gives: %s', (_, fields) => {
    const { probes, summary } = read(pcapngFile(mixed, fields));
    expect(probes).toEqual(asPcap.probes);
    expect(summary).toEqual({ ...asPcap.summary, format: 'pcapng' });
  });

  it.skipIf(capturesMissing).each(captureNames)(
    '%s is the same as pcapng (needs ../shared/captures)',
    (name) => {
      const file = readCapture(name);
      const view = new DataView(file.buffer);
      let at = 24;
      const packets = packetsOf(file).map((bytes) => {
        const time = view.getUint32(at, true) * 1e6 + view.getUint32(at + 4, true);
        const length = view.getUint32(at + 12, true);
        at += 16 + bytes.length;
        return { bytes, time, length };
      });
      const { probes, summary } = readAll(createPcapReader, file);
      const converted = read(
        pcapngFile(packets, { interfaces: [{ resolution: 9, name: 'eth0' }] }),
        [65_536],
      );
      expect(converted.probes).toEqual(probes.map((probe) => ({ ...probe, interface: 'eth0' })));
      expect(converted.summary).toEqual({ ...summary, format: 'pcapng' });
    },
  );

  it('reads resolutions of powers of two and of ten', () => {
    const time = 1_700_000_000_250_000;
    for (const resolution of [0x80 | 2, 0x80 | 10, 0x80 | 33, 2, 3, 9, 10]) {
      const { probes } = read(pcapngFile([{ bytes: frame, time }], { interfaces: [{ resolution }] }));
      expect(probes[0]?.at).toBeCloseTo(time, 3);
    }
  });

  it('has link types and names by interface', () => {
    const interfaces = [
      { name: 'eth0' },
      { linkType: 101, name: 'tun0' },
      { linkType: 127 },
      { name: 'eth0' },
      {},
    ];
    const packets = [
      { bytes: frame, interface: 3 },
      { bytes: ipv4(icmpEcho(8, 1, 1), { protocol: 1 }), interface: 1 },
      { bytes: frame, interface: 2 },
      { bytes: frame, interface: 4 },
    ];
    const { probes, summary } = read(pcapngFile(packets, { interfaces }));
    expect(probes.map((probe) => [probe.interface, probe.protocol])).toEqual([
      ['eth0', 'tcp'],
      ['tun0', 'icmp'],
      [null, 'tcp'],
    ]);
    expect(summary).toMatchObject({
      count: 4,
      skipped: [{ reason: 'unknown link type', count: 1 }],
      notes: ['link types that are not read: 127'],
    });
  });

  it('shows no control characters of a name, nor an endless one', () => {
    const interfaces = [{ name: '\u001B]0;x\u0007é' }, { name: 'x'.repeat(500) }];
    const { probes } = read(pcapngFile([{ bytes: frame }, { bytes: frame, interface: 1 }], { interfaces }));
    expect(probes.map((probe) => probe.interface)).toEqual(['?]0;x???', 'x'.repeat(64)]);
  });

  it('reads simple packets, which have no time, and obsolete ones', () => {
    const { n16, n32 } = numbers(false);
    const simple = pcapngBlock(3, join(n32(frame.length), frame));
    const obsolete = pcapngBlock(
      2,
      join(n16(0), n16(9), n32(0x60000), n32(5), n32(frame.length), n32(frame.length), frame),
    );
    const { probes, summary } = read(section(simple, obsolete));
    expect(probes).toMatchObject([
      { at: null, destinationPort: 80, ordinal: 1 },
      { at: 0x60000 * 2 ** 32 + 5, destinationPort: 80, ordinal: 2 },
    ]);
    expect(summary).toMatchObject({ count: 2, skipped: [], from: 0x60000 * 2 ** 32 + 5 });
    // The snap length of the interface says how much of a simple packet is there.
    const snapped = join(
      sectionHeader(),
      pcapngInterface({ snap: 38 }),
      pcapngBlock(3, join(n32(1000), frame.slice(0, 38))),
    );
    expect(read(snapped).probes[0]).toMatchObject({ sourcePort: 40000, sequence: null });
  });

  it('may have several sections, each of its own order and with its own interfaces', () => {
    const file = join(
      pcapngFile(mixed.slice(0, 8)),
      pcapngFile(mixed.slice(8, 16), { bigEndian: true, interfaces: [{ resolution: 9 }] }),
      pcapngFile(mixed.slice(16)),
    );
    expect(read(file).probes).toEqual(asPcap.probes);
    const without = join(
      pcapngFile(mixed.slice(0, 1)),
      sectionHeader(),
      pcapngFile(mixed.slice(0, 1)).slice(28 + 20),
    );
    expect(read(without).summary).toMatchObject({
      count: 2,
      records: 1,
      skipped: [{ reason: 'packet of an unknown interface', count: 1 }],
      damaged: true,
    });
  });

  it('passes over the blocks that it does not know', () => {
    const packet = pcapngFile(mixed.slice(0, 1)).slice(28 + 20);
    const file = section(
      pcapngBlock(4, text('names')),
      pcapngBlock(0x7fffffff, new Uint8Array(300_000)),
      packet,
      pcapngBlock(5, new Uint8Array(20)),
      pcapngBlock(0xbad, hex('00007ed9')),
      packet,
    );
    for (const sizes of [[], [1000], [64]]) {
      expect(read(file, sizes).summary).toMatchObject({ records: 2, skipped: [], damaged: false });
    }
  });

  it('keeps a bounded number of interfaces and names', () => {
    const one = pcapngInterface({});
    const many = new Uint8Array(one.length * 70_000);
    for (let at = 0; at < many.length; at += one.length) many.set(one, at);
    const { n32 } = numbers(false);
    const packetOf = (index: number): Bytes =>
      pcapngBlock(6, join(n32(index), n32(0), n32(0), n32(frame.length), n32(frame.length), frame));
    const { summary } = read(join(sectionHeader(), many, packetOf(65_535), packetOf(65_536)), [65_536]);
    expect(summary).toMatchObject({
      count: 2,
      records: 1,
      skipped: [{ reason: 'packet of an unknown interface', count: 1 }],
      notes: ['only the first 65536 interfaces of a section are kept'],
    });
  });
});

describe('a damaged pcapng file', () => {
  const file = pcapngFile(mixed);
  const whole = read(file).probes;
  const head = 28 + 20;
  const offsets = [head];
  for (const { bytes } of mixed) offsets.push((offsets.at(-1) ?? 0) + 32 + Math.ceil(bytes.length / 4) * 4);
  const at = (index: number): number => offsets[index] ?? 0;
  const sequences = (probes: typeof whole): unknown => probes.map((probe) => [probe.sequence, probe.payload]);

  it('keeps what stands before its cut end', () => {
    for (const end of [file.length - 1, at(23) + 33, at(23) + 3]) {
      const { probes, summary } = read(file.slice(0, end));
      expect(probes).toEqual(whole.filter(({ ordinal }) => ordinal < 24));
      expect(summary).toMatchObject({
        skipped: [{ reason: 'cut at the end of the file', count: 1, firstAt: at(23) }],
        damaged: true,
      });
    }
  });

  it.each([
    ['a length of 4 GiB', hex('fffffffc'), 4],
    ['a length that is no multiple of four', hex('61000000'), 4],
    ['a length of 0', hex('00000000'), 4],
    ['a length that is longer than the file', hex('00000800'), 4],
    ['a trailing length that differs', hex('00000001'), -4],
    ['a hole of zeros', new Uint8Array(30), 0],
  ])('goes on behind %s', (_, damaged, shift) => {
    const broken = file.slice();
    const index = 8;
    broken.set(damaged, shift < 0 ? at(index + 1) + shift : at(index) + shift);
    const { probes, summary } = read(broken);
    const expected = whole.filter(({ ordinal }) => ordinal !== index + 1);
    expect(sequences(probes)).toEqual(sequences(expected));
    expect(summary).toMatchObject({ damaged: true, skipped: [{ count: 1, firstAt: at(index) }] });
    expect(summary.notes).toEqual([expect.stringContaining(`damage at offset ${at(index)}`)]);
    for (const size of [1, 7, 64]) expect(read(broken, [size])).toEqual({ probes, summary });
  });

  it('goes on where bytes were lost', () => {
    const broken = join(file.slice(0, at(8) + 40), file.slice(at(8) + 47));
    const { probes, summary } = read(broken);
    expect(sequences(probes.slice(-10))).toEqual(sequences(whole.slice(-10)));
    expect(summary.damaged).toBe(true);
  });

  it('passes over zeros without looking at each, and gives up where rubbish goes on and on', () => {
    const searching: MakeReader = (sink) => createPcapngReader(sink, { mostSearched: 50_000 });
    const zeros = join(file.slice(0, at(8)), new Uint8Array(1 << 20), file.slice(at(8)));
    for (const sizes of [[], [1 << 16], [999]]) {
      const { probes } = readAll(searching, zeros, sizes);
      expect(sequences(probes)).toEqual(sequences(whole));
    }
    const rubbish = join(file.slice(0, at(8)), new Uint8Array(1 << 20).fill(0xee), file.slice(at(8)));
    const { probes, summary } = readAll(searching, rubbish, [4096]);
    expect(sequences(probes)).toEqual(sequences(whole.slice(0, probes.length)));
    expect(probes.length).toBeLessThan(whole.length);
    expect(summary.skipped).toContainEqual(
      expect.objectContaining({ reason: expect.stringContaining('the rest was not looked at') }),
    );
  });

  it('counts blocks that cannot be', () => {
    const { n32 } = numbers(false);
    const lying = pcapngBlock(6, join(n32(0), n32(0), n32(0), n32(1000), n32(1000), frame));
    const file = section(
      lying,
      pcapngBlock(6, hex('00000000')),
      pcapngBlock(3, new Uint8Array()),
      pcapngBlock(1, new Uint8Array()),
    );
    expect(read(file).summary).toMatchObject({
      records: 0,
      count: 3,
      damaged: true,
      skipped: [
        { reason: 'bad packet block', count: 3, firstAt: head },
        { reason: 'bad interface block', count: 1 },
      ],
    });
  });

  it('is none where it has no header', () => {
    for (const input of [
      text('no capture at all, but long enough'),
      hex('0a0d0d0a 1c000000 deadbeef'.padEnd(70, '0')),
    ]) {
      expect(read(input, [5]).summary).toMatchObject({
        count: 0,
        damaged: true,
        skipped: [{ reason: 'no pcapng section header', count: 1, firstAt: 0 }],
      });
    }
    expect(read(file.slice(0, 20)).summary).toMatchObject({ damaged: true, count: 0 });
  });
});

describe('any input', () => {
  const file = join(
    pcapngFile(mixed.slice(0, 8), { interfaces: [{ name: 'a', resolution: 9 }] }),
    pcapngFile(mixed.slice(8), { bigEndian: true }),
  );
  const damage = fc.array(fc.tuple(fc.nat(file.length), fc.nat(255)), { maxLength: 8 });
  const inputs = fc.oneof(
    damaged([...realCaptures('pcapng'), file], 1500),
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => section(bytes)),
    fc
      .tuple(fc.nat(8), fc.uint8Array({ maxLength: 60 }))
      .map(([type, body]) => section(pcapngBlock(type, body), pcapngBlock(6, be32(0)))),
    fc
      .record({ changes: damage, end: fc.oneof(fc.constant(file.length), fc.nat(file.length)) })
      .map(({ changes, end }) => {
        const bytes = file.slice(0, end);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        return bytes;
      }),
  );

  it('is read the same in whatever chunks it comes', () => {
    fc.assert(
      fc.property(
        inputs,
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 }),
        (input, sizes) => {
          const once = read(input);
          expect(read(input, sizes)).toEqual(once);
          expect(once.summary.records).toBe(once.probes.length);
          expect(once.summary.count).toBeGreaterThanOrEqual(once.summary.records);
        },
      ),
      { numRuns: decoderRuns(500) },
    );
  });
});
