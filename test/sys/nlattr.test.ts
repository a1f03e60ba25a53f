import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decoding, Reader } from '../../src/bytes/index.ts';
import { eachAttribute, encodeAttribute } from '../../src/sys/nlattr.ts';
import { fuzzRuns } from '../fuzz.ts';

function read(bytes: Uint8Array): (readonly [number, Uint8Array])[] {
  const found: (readonly [number, Uint8Array])[] = [];
  eachAttribute(new Reader(bytes), (type, payload) => {
    found.push([type, Uint8Array.from(payload.bytes(payload.remaining))]);
  });
  return found;
}

test('attributes are read as they were written', () => {
  const attribute = fc.tuple(fc.integer({ min: 0, max: 0x3fff }), fc.uint8Array({ maxLength: 20 }));
  fc.assert(
    fc.property(fc.array(attribute, { maxLength: 6 }), (attributes) => {
      const bytes = attributes.flatMap(([type, payload]) => [...encodeAttribute(type, payload)]);
      expect(read(Uint8Array.from(bytes))).toEqual(attributes);
    }),
    { numRuns: fuzzRuns(200) },
  );
});

test('any bytes are read within their bounds or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const found = decoding(() => read(bytes));
      if (found.ok)
        expect(found.value.reduce((sum, [, { length }]) => sum + 4 + length, 0)).toBeLessThanOrEqual(
          bytes.length,
        );
    }),
    { numRuns: fuzzRuns(300) },
  );
});

test('the flags of a type are no part of it', () => {
  const bytes = encodeAttribute(0x8000 | 5, Uint8Array.of(1));
  expect(read(bytes)).toEqual([[5, Uint8Array.of(1)]]);
});

test('a length below its own header is refused', () => {
  expect(() => read(new Uint8Array(8))).toThrow('it says that it is 0 bytes long');
  expect(() => read(Uint8Array.of(1))).toThrow('Asked for 2 bytes');
});
