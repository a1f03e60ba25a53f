import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPcapReader } from '../../../src/watch/capture/index.ts';
import { decoderRuns } from '../../fuzz.ts';
import type { MakeReader } from '../../../src/watch/input.ts';
import { readAll } from '../decoded.ts';
import {
  type Bytes,
  be32,
  type Captured,
  ethernet,
  hex,
  ipv4,
  ipv6,
  join,
  numbers,
  pcapFile,
  tcp,
  text,
  udp,
} from '../packets.ts';
import { damaged, realCaptures } from '../seeds.ts';
import { captureNames, capturesMissing, readCapture } from './real.ts';

const start = 1_700_000_000_000_000;

const mixed: readonly Captured[] = Array.from({ length: 30 }, (_, index) => {
  const frames = [
    ethernet(ipv4(tcp({ sequence: index }))),
    ethernet(ipv6(tcp({ sequence: index }))),
    ethernet(ipv4(udp({ payload: text(`number ${index}`) }), { protocol: 17 })),
    ethernet(new Uint8Array(46), { type: 0x0806 }),
  ];
  return { bytes: frames[index % 4] ?? new Uint8Array(), time: start + index * 1_000_001 };
});

const read = (file: Bytes, sizes: readonly number[] = []): ReturnType<typeof readAll> =>
  readAll(createPcapReader, file, sizes);

describe('a pcap file', () => {
  const plain = read(pcapFile(mixed));

  it('gives its packets with their number and time, and counts the others', () => {
    expect(plain.summary).toEqual({
      format: 'pcap',
      unit: 'packets',
      count: 30,
      records: 23,
      from: start,
      to: start + 29 * 1_000_001,
      skipped: [],
      other: [{ name: 'arp', packets: 7 }],
      notes: [],
      damaged: false,
    });
    expect(plain.probes.map(({ ordinal }) => ordinal)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1).filter((number) => number % 4 !== 0),
    );
    expect(plain.probes[4]).toMatchObject({ at: start + 5 * 1_000_001, sequence: 5, interface: null });
  });

  it.each([
    ['big-endian', { bigEndian: true }],
    ['nanoseconds', { nano: true }],
    ['big-endian nanoseconds', { nano: true, bigEndian: true }],
    ["Kuznetzov's", { modified: true }],
    ['checksums said to follow', { linkType: 0x54000001 }],
  ])('gives the same in every form: %s', (_, fields) => {
    expect(read(pcapFile(mixed, fields))).toEqual(plain);
  });

  it('keeps the nanoseconds that a double can hold', () => {
    const { probes } = read(
      pcapFile([{ bytes: ethernet(ipv4(tcp())), time: 1_000_000.123 }], { nano: true }),
    );
    expect(probes[0]?.at).toBe(1_000_000.123);
  });

  it('tells a cut packet from a whole one', () => {
    const bytes = ethernet(ipv4(tcp({ payload: new Uint8Array(1000) })));
    const { probes } = read(
      pcapFile([
        { bytes: bytes.slice(0, 60), length: bytes.length },
        { bytes: bytes.slice(0, 40), length: bytes.length },
      ]),
    );
    expect(probes[0]).toMatchObject({ payloadLength: 1000, payload: '000000000000', flags: 'S' });
    expect(probes[1]).toMatchObject({ sourcePort: 40000, flags: null, payloadLength: null });
  });

  it('names what it cannot read, and where', () => {
    const frames = [ethernet(ipv4(tcp())).slice(0, 20), ethernet(ipv4(tcp()))];
    const { summary } = read(pcapFile(frames.map((bytes) => ({ bytes }))));
    expect(summary).toMatchObject({
      count: 2,
      records: 1,
      skipped: [{ reason: 'cut in the IPv4 header', count: 1, firstAt: 24 }],
      damaged: false,
    });
    const foreign = read(pcapFile(mixed, { linkType: 127 })).summary;
    expect(foreign).toMatchObject({
      records: 0,
      from: null,
      to: null,
      skipped: [{ reason: 'unknown link type', count: 30, firstAt: 24 }],
      notes: ['link types that are not read: 127'],
    });
  });

  it('does not mind time that runs backwards, nor the same packet twice', () => {
    const bytes = ethernet(ipv4(tcp()));
    const times = [start + 5, start, start + 9, start + 9, start + 1];
    const { summary, probes } = read(pcapFile(times.map((time) => ({ bytes, time }))));
    expect(summary).toMatchObject({ records: 5, from: start, to: start + 9 });
    expect(probes.map(({ at }) => at)).toEqual(times);
  });

  it('may hold no packet', () => {
    expect(read(pcapFile([])).summary).toMatchObject({ count: 0, skipped: [], damaged: false, from: null });
  });

  it('is handed over in whole batches', () => {
    const sizes: number[] = [];
    const reader = createPcapReader((batch) => sizes.push(batch.size), { capacity: 8 });
    reader.push(pcapFile(mixed));
    reader.end();
    expect(sizes).toEqual([8, 8, 7]);
  });

  it('is handed over as far as it came when asked to', () => {
    const sizes: number[] = [];
    const reader = createPcapReader((batch) => sizes.push(batch.size));
    const file = pcapFile(mixed.slice(0, 3));
    reader.push(file.slice(0, file.length - 1));
    expect(sizes).toEqual([]);
    reader.flush();
    reader.flush();
    expect(sizes).toEqual([2]);
    reader.push(file.slice(file.length - 1));
    expect(reader.end().records).toBe(3);
    expect(sizes).toEqual([2, 1]);
  });

  it('may be two that were joined', () => {
    const joined = join(
      pcapFile(mixed.slice(0, 4)),
      pcapFile(mixed.slice(4), { bigEndian: true, nano: true }),
    );
    const { probes, summary } = read(joined);
    expect(probes).toEqual(plain.probes);
    expect(summary).toMatchObject({
      damaged: false,
      skipped: [],
      notes: [expect.stringContaining('joined')],
    });
    expect(read(joined, [1]).summary).toEqual(summary);
  });
});

describe('a damaged pcap file', () => {
  const file = pcapFile(mixed);
  const plain = read(file).probes;
  const offsets = [24];
  for (const { bytes } of mixed) offsets.push((offsets.at(-1) ?? 0) + 16 + bytes.length);
  const at = (index: number): number => offsets[index] ?? 0;

  it('keeps what stands before its cut end', () => {
    for (const end of [file.length - 1, at(29) + 16, at(29) + 3]) {
      const { probes, summary } = read(file.slice(0, end));
      expect(probes).toEqual(plain.filter(({ ordinal }) => ordinal < 30));
      expect(summary).toMatchObject({
        count: 30,
        skipped: [{ reason: 'cut at the end of the file', count: 1, firstAt: at(29) }],
        damaged: true,
      });
    }
    expect(read(file.slice(0, 23)).summary).toMatchObject({
      count: 0,
      damaged: true,
      skipped: [{ reason: 'cut in the file header', count: 1, firstAt: 0 }],
    });
  });

  it.each([
    ['a length that lies', 4, hex('ffffffff'), 8],
    ['a hole of zeros', 4, new Uint8Array(40), 0],
  ])('goes on behind %s', (_, index, damage, shift) => {
    const broken = file.slice();
    broken.set(damage, at(index) + shift);
    const { probes, summary } = read(broken);
    // Ordinals count on, but for what was passed over.
    const sequences = plain.map(({ sequence, payload }) => [sequence, payload]);
    const left = probes.map(({ sequence, payload }) => [sequence, payload]);
    expect(left.length).toBeGreaterThanOrEqual(sequences.length - 2);
    expect(left.slice(0, 3)).toEqual(sequences.slice(0, 3));
    expect(left.slice(-15)).toEqual(sequences.slice(-15));
    expect(summary).toMatchObject({
      damaged: true,
      skipped: [{ reason: 'damaged packet header', count: 1, firstAt: at(index) }],
      notes: [expect.stringContaining(`damage at offset ${at(index)}`)],
    });
    for (const size of [1, 7, 64]) expect(read(broken, [size]).summary).toEqual(summary);
  });

  it('goes on where bytes were lost, and where some were put in between', () => {
    for (const broken of [
      join(file.slice(0, at(6) + 30), file.slice(at(6) + 41)),
      join(file.slice(0, at(6)), text('some text that a disk full of logs has left here'), file.slice(at(6))),
    ]) {
      const { probes, summary } = read(broken);
      expect(summary.damaged).toBe(true);
      expect(probes.slice(-12).map(({ sequence }) => sequence)).toEqual(
        plain.slice(-12).map(({ sequence }) => sequence),
      );
      expect(probes.slice(0, 4)).toEqual(plain.slice(0, 4));
    }
  });

  it('says where nothing sound follows', () => {
    const random = Uint8Array.from({ length: 5000 }, (_, index) => Math.imul(index, 0x9e3779b1) >>> 24);
    const broken = join(file.slice(0, at(5)), hex('ffffffffffffffffffffffffffffffff'), random);
    const { probes, summary } = read(broken);
    expect(probes).toEqual(plain.filter(({ ordinal }) => ordinal <= 5));
    expect(summary).toMatchObject({
      damaged: true,
      notes: [`nothing that looks like a packet follows the damage at offset ${at(5)}`],
    });
  });

  it('passes over zeros without looking at each, and gives up where rubbish goes on and on', () => {
    const searching: MakeReader = (sink) => createPcapReader(sink, { mostSearched: 50_000 });
    const zeros = join(file.slice(0, at(6)), new Uint8Array(1 << 20), file.slice(at(6)));
    for (const sizes of [[], [1 << 16], [999]]) {
      const { probes, summary } = readAll(searching, zeros, sizes);
      expect(probes.map(({ sequence }) => sequence)).toEqual(plain.map(({ sequence }) => sequence));
      expect(summary.skipped).toEqual([{ reason: 'damaged packet header', count: 1, firstAt: at(6) }]);
    }
    const rubbish = join(file.slice(0, at(6)), new Uint8Array(1 << 20).fill(1), file.slice(at(6)));
    const { probes, summary } = readAll(searching, rubbish, [4096]);
    expect(probes).toEqual(plain.filter(({ ordinal }) => ordinal <= 6));
    expect(summary.damaged).toBe(true);
    expect(summary.skipped).toContainEqual(
      expect.objectContaining({ reason: expect.stringContaining('the rest was not looked at') }),
    );
  });

  it('takes an odd header where a possible one follows', () => {
    // A program that writes nanoseconds under the magic of microseconds.
    const { n32 } = numbers(false);
    const frame = ethernet(ipv4(tcp()));
    const odd = join(n32(1), n32(999_999_999), n32(frame.length), n32(frame.length), frame);
    const header = pcapFile([]);
    const { summary } = read(join(header, odd, odd, odd));
    expect(summary).toMatchObject({ records: 3, damaged: false });
    expect(read(join(header, odd, odd, odd), [5]).summary).toEqual(summary);
    const longer = join(n32(1), n32(1), n32(frame.length), n32(10), frame);
    expect(read(join(header, longer, longer)).summary).toMatchObject({ records: 2, damaged: false });
  });

  it('is none where it has no header', () => {
    const { summary } = read(join(text('Mar 11 20:35:11 linux kernel: DROP'), file), [10]);
    expect(summary).toMatchObject({ count: 0, damaged: true, skipped: [{ reason: 'no pcap header' }] });
  });

  it('does not want more memory than its packets may have', () => {
    // Every offset of these zeros and threes begins a chain that needs a little more.
    const broken = join(
      file.slice(0, at(3)),
      hex('ffffffffffffffffffffffffffffffff'),
      ...Array.from({ length: 20_000 }, () => be32(3)),
    );
    expect(read(broken, [1000]).summary.damaged).toBe(true);
  });
});

const damage = fc.array(fc.tuple(fc.nat(3000), fc.nat(255)), { maxLength: 8 });

describe('any input', () => {
  const file = pcapFile(mixed);
  const inputs = fc.oneof(
    damaged([...realCaptures('pcap'), file], 1500),
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => join(pcapFile([]), bytes)),
    fc.record({ changes: damage, end: fc.nat(file.length) }).map(({ changes, end }) => {
      const bytes = file.slice(0, end);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    }),
    damage.map((changes) => {
      const bytes = file.slice();
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
          const whole = read(input);
          expect(read(input, sizes)).toEqual(whole);
          expect(whole.summary.records).toBe(whole.probes.length);
          expect(whole.summary.count).toBeGreaterThanOrEqual(whole.summary.records);
        },
      ),
      { numRuns: decoderRuns(500) },
    );
  });

  it.skipIf(capturesMissing).each(captureNames)(
    '%s is the same in chunks (needs ../shared/captures)',
    (name) => {
      const input = readCapture(name);
      const whole = read(input);
      expect(whole.summary).toMatchObject({ skipped: [], damaged: false });
      for (const sizes of [[4096], [1, 2, 3, 5000], [777]]) expect(read(input, sizes)).toEqual(whole);
    },
  );
});
