import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decoding, Reader } from '../../../../src/bytes/index.ts';
import {
  decodePacketDiagMessage,
  encodePacketDiagMessage,
} from '../../../../src/inspect/linux/sockets/packet-diag-message.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const u32OrNull = fc.option(u32, { nil: null });
const message = fc.record({
  protocol: fc.integer({ min: 0, max: 0xffff }),
  inode: u32,
  interfaceIndex: u32OrNull,
  uid: u32OrNull,
  drops: u32OrNull,
});

test('a message is read as it was written, at any offset in its buffer', () => {
  fc.assert(
    fc.property(message, fc.nat(9), (written, offset) => {
      const bytes = new Uint8Array(Buffer.concat([new Uint8Array(offset), encodePacketDiagMessage(written)]));
      expect(decodePacketDiagMessage(new Reader(bytes.subarray(offset)))).toEqual(written);
    }),
    { numRuns: fuzzRuns(200) },
  );
});

test('any bytes are read within their bounds or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const read = decoding(() => decodePacketDiagMessage(new Reader(bytes)));
      if (bytes.length < 16) expect(read.ok).toBe(false);
      if (bytes.length === 16) expect(read).toMatchObject({ ok: true, value: { uid: null, drops: null } });
    }),
    { numRuns: fuzzRuns(300) },
  );
});
