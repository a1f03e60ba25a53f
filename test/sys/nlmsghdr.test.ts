import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessages, encodeMessage, type NetlinkHeader } from '../../src/sys/nlmsghdr.ts';
import { fuzzRuns } from '../fuzz.ts';

const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const header: fc.Arbitrary<NetlinkHeader> = fc.record({ type: u16, flags: u16, sequence: u32, portId: u32 });
const message = fc.tuple(header, fc.uint8Array({ maxLength: 40 }));

const join = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

test('a chain of messages is read as it was written, at any offset in its buffer', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 5 }), fc.nat(7), (messages, offset) => {
      const bytes = join([
        new Uint8Array(offset),
        ...messages.map(([head, payload]) => encodeMessage(head, payload)),
      ]);
      const { messages: read, damage } = decodeMessages(bytes.subarray(offset));
      expect(damage).toBeNull();
      expect(
        read.map(({ payload, ...head }) => [head, Uint8Array.from(payload.bytes(payload.remaining))]),
      ).toEqual(messages);
    }),
    { numRuns: fuzzRuns(200) },
  );
});

test('any bytes end in messages or damage, and no payload leaves them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const { messages, damage } = decodeMessages(bytes);
      const size = messages.reduce((sum, { payload }) => sum + 16 + payload.remaining, 0);
      expect(size).toBeLessThanOrEqual(bytes.length);
      if (bytes.length > 0 && bytes.length < 16) expect(damage).not.toBeNull();
    }),
    { numRuns: fuzzRuns(300) },
  );
});

const done = { type: 3, flags: 2, sequence: 1, portId: 0 };

test('what stood before the damage survives', () => {
  const whole = encodeMessage(done, Uint8Array.of(1, 2, 3, 4));
  expect(decodeMessages(join([whole, whole.subarray(0, 9)]))).toMatchObject({
    messages: [done],
    damage: 'the header at 20 is cut off',
  });
  expect(decodeMessages(join([whole, whole.subarray(0, 18)])).damage).toBe('the message at 20 is cut off');
});

test('a length below its own header does not go round for ever', () => {
  const bytes = encodeMessage(done, new Uint8Array(0));
  bytes.fill(0, 0, 4);
  expect(decodeMessages(bytes)).toEqual({
    messages: [],
    damage: 'the message at 0 says that it is shorter than its header',
  });
});
