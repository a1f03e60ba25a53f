import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decoding, Reader } from '../../../../src/bytes/index.ts';
import {
  decodePacketDiagRequest,
  encodePacketDiagRequest,
  packetShow,
} from '../../../../src/inspect/linux/sockets/packet-diag-request.ts';
import { fuzzRuns } from '../../../fuzz.ts';

test('a request is read as it was written', () => {
  const bytes = encodePacketDiagRequest(packetShow.info | packetShow.memory);
  expect(bytes).toHaveLength(20);
  expect(decodePacketDiagRequest(new Reader(bytes))).toEqual({ family: 17, show: 17 });
});

test('any bytes are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
      expect(decoding(() => decodePacketDiagRequest(new Reader(bytes))).ok).toBe(bytes.length >= 20);
    }),
    { numRuns: fuzzRuns(200) },
  );
});
