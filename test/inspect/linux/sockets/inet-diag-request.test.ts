import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decoding, Reader } from '../../../../src/bytes/index.ts';
import {
  decodeInetDiagRequest,
  encodeInetDiagRequest,
  requestSize,
} from '../../../../src/inspect/linux/sockets/inet-diag-request.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const u8 = fc.integer({ min: 0, max: 0xff });
const request = fc.record({
  family: u8,
  protocol: u8,
  extensions: u8,
  states: fc.integer({ min: 0, max: 0xffff_ffff }),
  localPort: fc.integer({ min: 0, max: 0xffff }),
});

test('a request is read as it was written', () => {
  fc.assert(
    fc.property(request, (wanted) => {
      const bytes = encodeInetDiagRequest(wanted);
      expect(bytes).toHaveLength(requestSize);
      expect(decodeInetDiagRequest(new Reader(bytes))).toEqual(wanted);
    }),
    { numRuns: fuzzRuns(200) },
  );
});

test('the port stands in network order where the kernel looks for it', () => {
  const bytes = encodeInetDiagRequest({
    family: 2,
    protocol: 6,
    extensions: 0,
    states: 1024,
    localPort: 2024,
  });
  expect([...bytes.subarray(8, 12)]).toEqual([0x07, 0xe8, 0, 0]);
});

test('any bytes are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(decoding(() => decodeInetDiagRequest(new Reader(bytes))).ok).toBe(bytes.length >= requestSize);
    }),
    { numRuns: fuzzRuns(200) },
  );
});
