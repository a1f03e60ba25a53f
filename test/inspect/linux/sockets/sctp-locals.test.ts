import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decoding, Reader } from '../../../../src/bytes/index.ts';
import { decodeLocals, encodeLocals } from '../../../../src/inspect/linux/sockets/sctp-locals.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const octets = (size: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: size, maxLength: size });

test('addresses are read as they were written', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(octets(4), octets(16)), { maxLength: 4 }), (addresses) => {
      expect(decodeLocals(new Reader(encodeLocals(addresses)))).toEqual(addresses);
    }),
    { numRuns: fuzzRuns(100) },
  );
});

test('they are copies: the buffer may be used again', () => {
  const bytes = encodeLocals([Uint8Array.of(10, 0, 0, 1)]);
  const addresses = decodeLocals(new Reader(bytes));
  bytes.fill(0xff);
  expect(addresses).toEqual([Uint8Array.of(10, 0, 0, 1)]);
});

test('an address of another family is left out', () => {
  expect(decodeLocals(new Reader(new Uint8Array(128)))).toEqual([]);
});

test('any bytes are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(decoding(() => decodeLocals(new Reader(bytes))).ok).toBe(bytes.length % 128 === 0);
    }),
    { numRuns: fuzzRuns(200) },
  );
});
