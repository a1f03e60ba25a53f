import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Reader, Writer } from '../../src/bytes/index.ts';
import { fuzzRuns } from '../fuzz.ts';

const unsigned = (bits: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** bits - 1 });

test('what is written is read again', () => {
  fc.assert(
    fc.property(
      unsigned(8),
      unsigned(16),
      unsigned(16),
      unsigned(32),
      fc.integer(),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.uint8Array({ maxLength: 20 }),
      (a, b, c, d, e, f, tail) => {
        const writer = new Writer(21 + tail.length + 2);
        const bytes = writer.u8(a).u16(b).u16be(c).u32(d).i32(e).u64(f).bytes(tail).skip(2).done();
        expect(writer.remaining).toBe(0);
        const reader = new Reader(bytes);
        expect([reader.u8(), reader.u16(), reader.u16be(), reader.u32(), reader.i32()]).toEqual([
          a,
          b,
          c,
          d,
          e,
        ]);
        expect(reader.u64()).toBe(f);
        expect([...reader.bytes(tail.length)]).toEqual([...tail]);
        expect(reader.u16()).toBe(0);
      },
    ),
    { numRuns: fuzzRuns(300) },
  );
});

describe('nothing is cut to fit', () => {
  test.each([
    ['a byte of 256', (writer: Writer) => writer.u8(256)],
    ['a port of 65536', (writer: Writer) => writer.u16be(65_536)],
    ['a negative count', (writer: Writer) => writer.u32(-1)],
    ['half a number', (writer: Writer) => writer.u32(0.5)],
    ['a number too low', (writer: Writer) => writer.i32(-(2 ** 31) - 1)],
    ['a number of 65 bits', (writer: Writer) => writer.u64(1n << 64n)],
    ['a negative number as unsigned', (writer: Writer) => writer.u64(-1n)],
    ['nine bytes into eight', (writer: Writer) => writer.bytes(new Uint8Array(9))],
    ['a skip past the end', (writer: Writer) => writer.skip(9)],
  ])('%s', (_, act) => {
    const writer = new Writer(8, 'a test');
    expect(() => act(writer)).toThrow(/of a test: that does not fit; the message has 8 bytes/);
    expect(writer.position).toBe(0);
  });
});
