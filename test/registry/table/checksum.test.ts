import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checksum } from '../../../src/registry/table/checksum.ts';
import { fuzzRuns } from '../../fuzz.ts';

describe('MurmurHash3, 32 bits, seed 0', () => {
  test.each([
    ['', 0],
    ['test', 0xba6bd213],
    ['Hello, world!', 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
  ])('%s', (text, sum) => {
    expect(checksum(Buffer.from(text))).toBe(sum);
  });
});

test('where the bytes lie in memory makes no difference', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(7), (bytes, offset) => {
    const elsewhere = new Uint8Array(offset + bytes.length);
    elsewhere.set(bytes, offset);
    expect(checksum(elsewhere.subarray(offset))).toBe(checksum(bytes));
  });
  fc.assert(property, { numRuns: fuzzRuns(300) });
});

test('any change of one byte is found', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 100 });
  const property = fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (before, place, change) => {
    const after = Uint8Array.from(before);
    const at = place % before.length;
    after[at] = (after[at] ?? 0) ^ change;
    expect(checksum(after)).not.toBe(checksum(before));
  });
  fc.assert(property, { numRuns: fuzzRuns(500) });
});
