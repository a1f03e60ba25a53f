import { endianness } from 'node:os';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativeLittleEndian, Reader } from '../../src/bytes/index.ts';
import { isReeveError } from '../../src/core/errors.ts';
import { fuzzRuns } from '../fuzz.ts';

const malformed = (act: () => unknown): boolean => {
  try {
    act();
    return false;
  } catch (error) {
    return isReeveError(error) && error.code === 'MESSAGE_MALFORMED';
  }
};

test('the machine order is what the operating system says', () => {
  expect(nativeLittleEndian).toBe(endianness() === 'LE');
});

test('network order is read high byte first', () => {
  const reader = new Reader(Uint8Array.of(0x07, 0xe8, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 1, 0));
  expect([reader.u16be(), reader.u32be(), reader.u64be()]).toEqual([2024, 0x01020304, 256n]);
  expect(reader.remaining).toBe(0);
});

test('machine order is that of a typed array', () => {
  const bytes = new Uint8Array(Uint32Array.of(0xfffffffe, 7, 0).buffer);
  const reader = new Reader(bytes);
  expect(reader.i32()).toBe(-2);
  expect(reader.u64()).toBe(nativeLittleEndian ? 7n : 7n << 32n);
  expect(new Reader(bytes).u32()).toBe(0xfffffffe);
  expect(new Reader(new Uint8Array(Uint16Array.of(2024).buffer)).u16()).toBe(2024);
});

test('a view that starts inside a buffer is read from its own start', () => {
  const whole = Uint8Array.of(9, 9, 1, 2, 9);
  expect(new Reader(whole.subarray(2, 4)).u16be()).toBe(0x0102);
});

describe('nothing is read past the end', () => {
  test.each([
    ['u8', 0, (reader: Reader) => reader.u8()],
    ['u16', 1, (reader: Reader) => reader.u16()],
    ['u16be', 1, (reader: Reader) => reader.u16be()],
    ['u32', 3, (reader: Reader) => reader.u32()],
    ['u32be', 3, (reader: Reader) => reader.u32be()],
    ['i32', 3, (reader: Reader) => reader.i32()],
    ['u64', 7, (reader: Reader) => reader.u64()],
    ['u64be', 7, (reader: Reader) => reader.u64be()],
    ['bytes', 3, (reader: Reader) => reader.bytes(4)],
    ['within', 3, (reader: Reader) => reader.within(4)],
    ['skip', 3, (reader: Reader) => reader.skip(4)],
    ['a negative skip', 3, (reader: Reader) => reader.skip(-1)],
    ['a skip of NaN', 3, (reader: Reader) => reader.skip(Number.NaN)],
  ])('%s', (_, size, act) => {
    // The buffer goes on behind the view: reading there would be the fault.
    const reader = new Reader(new Uint8Array(64).subarray(0, size));
    expect(malformed(() => act(reader))).toBe(true);
    expect(reader.position).toBe(0);
  });

  test('peek shows the next byte and stays; at the end there is none', () => {
    const reader = new Reader(Uint8Array.of(5, 6, 7).subarray(0, 1));
    expect([reader.peek(), reader.peek(), reader.u8(), reader.peek()]).toEqual([5, 5, 5, undefined]);
  });

  test('padding cut off after the last item is not missed', () => {
    const reader = new Reader(Uint8Array.of(1, 2, 3, 4, 5));
    reader.skip(1);
    reader.align(4);
    expect(reader.position).toBe(4);
    reader.skip(1);
    reader.align(4);
    expect(reader.remaining).toBe(0);
  });

  test('a reader within a reader ends where it was told to', () => {
    const outer = new Reader(Uint8Array.of(1, 2, 3, 4));
    const inner = outer.within(2, 'the inner part');
    expect(inner.u16be()).toBe(0x0102);
    expect(() => inner.u8()).toThrow('Asked for 1 bytes at 2 of the inner part: it has 2 bytes.');
    expect(outer.u8()).toBe(3);
  });
});

test('inspect shows position and bytes', () => {
  const reader = new Reader(
    Uint8Array.from({ length: 18 }, (_, i) => i),
    'sample',
  );
  reader.skip(2);
  expect(reader.inspect()).toBe(
    'sample: at 2 of 18 bytes\n0000  00010203 04050607 08090a0b 0c0d0e0f\n0010  1011',
  );
  expect(new Reader(new Uint8Array(70)).inspect()).toContain('… 6 more bytes');
});

test('any sequence of reads over any bytes stays within them', () => {
  const step = fc.record({
    kind: fc.constantFrom('u8', 'u16be', 'u32', 'u64', 'bytes', 'skip', 'align'),
    count: fc.nat(40),
  });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.array(step, { maxLength: 20 }), (bytes, steps) => {
      const reader = new Reader(bytes);
      for (const { kind, count } of steps) {
        const before = reader.position;
        const failed = malformed(() => take(reader, kind, count));
        if (failed) expect(reader.position).toBe(before);
        expect(reader.position).toBeLessThanOrEqual(bytes.length);
        expect(reader.position + reader.remaining).toBe(bytes.length);
      }
    }),
    { numRuns: fuzzRuns(300) },
  );
});

function take(reader: Reader, kind: string, count: number): void {
  if (kind === 'u8') reader.u8();
  else if (kind === 'u16be') reader.u16be();
  else if (kind === 'u32') reader.u32();
  else if (kind === 'u64') reader.u64();
  else if (kind === 'bytes') expect(reader.bytes(count)).toHaveLength(count);
  else if (kind === 'align') reader.align(count + 1);
  else reader.skip(count);
}
