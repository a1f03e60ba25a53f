import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decoding, nativeLittleEndian, Reader } from '../../../../src/bytes/index.ts';
import {
  decodeDrops,
  decodeInetDiagMessage,
  encodeInetDiagMessage,
  type InetDiagMessage,
} from '../../../../src/inspect/linux/sockets/inet-diag-message.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const octets = (size: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: size, maxLength: size });
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });

const message: fc.Arbitrary<InetDiagMessage> = fc.record({
  family: u8,
  state: u8,
  localPort: u16,
  peerPort: u16,
  local: octets(16),
  peer: octets(16),
  interfaceIndex: u32,
  cookie: u64,
  receiveQueue: u32,
  sendQueue: u32,
  uid: u32,
  inode: u32,
  drops: orNull(u32),
  v6Only: orNull(fc.boolean()),
  cgroupId: orNull(u64),
  locals: orNull(fc.array(fc.oneof(octets(4), octets(16)), { maxLength: 3 })),
});

test('a message is read as it was written, at any offset in its buffer', () => {
  fc.assert(
    fc.property(message, fc.nat(9), (written, offset) => {
      const bytes = encodeInetDiagMessage(written);
      const shifted = new Uint8Array(offset + bytes.length);
      shifted.set(bytes, offset);
      expect(decodeInetDiagMessage(new Reader(shifted.subarray(offset)))).toEqual(written);
    }),
    { numRuns: fuzzRuns(200) },
  );
});

test('any bytes are read within their bounds or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const read = decoding(() => decodeInetDiagMessage(new Reader(bytes)));
      if (bytes.length < 72) expect(read.ok).toBe(false);
      if (read.ok) expect(read.value.local).toHaveLength(16);
    }),
    { numRuns: fuzzRuns(300) },
  );
});

test('a whole message with any attributes behind it is read or refused', () => {
  fc.assert(
    fc.property(message, fc.uint8Array({ maxLength: 80 }), (written, tail) => {
      const bytes = new Uint8Array(Buffer.concat([encodeInetDiagMessage(written), tail]));
      const read = decoding(() => decodeInetDiagMessage(new Reader(bytes)));
      if (read.ok) expect(read.value.inode).toBe(written.inode);
    }),
    { numRuns: fuzzRuns(300) },
  );
});

test('an attribute that is cut off spoils the message', () => {
  const written = fc.sample(message, { numRuns: 1, seed: 7 })[0];
  if (written === undefined) throw new Error('no sample');
  const bytes = encodeInetDiagMessage({ ...written, cgroupId: 7n, locals: null, v6Only: null, drops: null });
  expect(() => decodeInetDiagMessage(new Reader(bytes.subarray(0, -2)))).toThrow('Asked for 8 bytes');
});

/** Recorded on Linux 6.18, x86-64: a listener on 0.0.0.0:2024 with a queue of 128. */
const recorded = [
  '020a000007e8000000000000000000000000000000000000000000000000000000000000000000000000000001000000',
  '000000000000000000000000800000000000000035040000050008000000000008000f00000000000c00150001000000',
  '000000000600160052000000280007000000000000000200000000000040000000000000000000000000000000000000',
  '00000000',
];

test.skipIf(!nativeLittleEndian)('what a kernel sent for a real listener (a little-endian record)', () => {
  const bytes = new Uint8Array(Buffer.from(recorded.join(''), 'hex'));
  expect(bytes).toHaveLength(148);
  const any = new Uint8Array(16);
  expect(decodeInetDiagMessage(new Reader(bytes))).toEqual({
    family: 2,
    state: 10,
    localPort: 2024,
    peerPort: 0,
    local: any,
    peer: any,
    interfaceIndex: 0,
    cookie: 1n,
    receiveQueue: 0,
    sendQueue: 128,
    uid: 0,
    inode: 1077,
    drops: 0,
    v6Only: null,
    cgroupId: 1n,
    locals: null,
  });
});

test('an old kernel counts no drops', () => {
  expect(decodeDrops(new Reader(new Uint8Array(32)))).toBeNull();
});
