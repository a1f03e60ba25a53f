import { constants } from 'node:os';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessages, encodeMessage } from '../../src/sys/nlmsghdr.ts';
import { dump, type DumpOutcome, type NetlinkChannel, type Received } from '../../src/sys/netlink-dump.ts';
import { fuzzRuns } from '../fuzz.ts';

const rowType = 20;
const { ENOBUFS, ENOENT, EPERM, EAGAIN } = constants.errno;

/** What a kernel could answer to a request with that sequence number. */
type Script = (sequence: number) => readonly Received[];

/** A channel that answers the first request by the first script, and so on; the last one repeats. */
function scripted(...scripts: readonly Script[]): NetlinkChannel & { requests: number; drained: boolean[] } {
  let queue: Received[] = [];
  const channel = {
    requests: 0,
    drained: [] as boolean[],
    send(message: Uint8Array): number {
      const sequence = decodeMessages(message).messages[0]?.sequence ?? 0;
      const script = scripts[Math.min(channel.requests, scripts.length - 1)];
      channel.requests++;
      queue = [...(script?.(sequence) ?? [])];
      return 0;
    },
    receive: (): Received => queue.shift() ?? { failed: EAGAIN },
    drain(longer: boolean): void {
      channel.drained.push(longer);
      queue = [];
    },
  };
  return channel;
}

const datagram = (...messages: readonly Uint8Array[]): Received => ({
  bytes: Buffer.concat(messages),
  truncated: false,
});

const row = (sequence: number, value: number, flags = 2): Uint8Array =>
  encodeMessage({ type: rowType, flags, sequence, portId: 0 }, Uint8Array.of(value));

const empty = (sequence: number): Uint8Array =>
  encodeMessage({ type: rowType, flags: 2, sequence, portId: 0 }, new Uint8Array(0));

const end = (sequence: number, code = 0, type = 3): Uint8Array =>
  encodeMessage({ type, flags: 2, sequence, portId: 0 }, new Uint8Array(Int32Array.of(code).buffer));

const wrong = (): never => {
  throw new TypeError('a fault');
};

const ask = (channel: NetlinkChannel): DumpOutcome<number> =>
  dump(channel, { type: rowType, payload: new Uint8Array(0) }, (reader) => reader.u8());

const whole = (rows: readonly number[], rest = {}): unknown => ({
  kind: 'rows',
  rows,
  damaged: 0,
  interrupted: null,
  ...rest,
});

test('rows of several datagrams are one answer', () => {
  const channel = scripted((s) => [datagram(row(s, 1), row(s, 2)), datagram(row(s, 3)), datagram(end(s))]);
  expect(ask(channel)).toEqual(whole([1, 2, 3]));
  expect(channel).toMatchObject({ requests: 1, drained: [] });
});

describe('a protocol that the kernel does not have', () => {
  test.each([
    ['says so in DONE', (s: number) => end(s, -ENOENT)],
    ['says so in an error', (s: number) => end(s, -ENOENT, 2)],
  ])('%s', (_, answer) => {
    expect(ask(scripted((s) => [datagram(answer(s))]))).toEqual({ kind: 'absent' });
  });
});

test('a refusal is told by name', () => {
  expect(ask(scripted((s) => [datagram(end(s, -EPERM, 2))]))).toEqual({ kind: 'failed', reason: 'EPERM' });
  const mute = { ...scripted(() => []), send: () => EPERM };
  expect(ask(mute)).toEqual({ kind: 'failed', reason: 'EPERM' });
});

test('silence is told', () => {
  expect(ask(scripted(() => []))).toEqual({ kind: 'failed', reason: 'the kernel did not answer in time' });
});

const good: Script = (s) => [datagram(row(s, 7), end(s))];

describe('a pass that cannot be trusted is asked for again', () => {
  test.each<[string, Script, boolean[]]>([
    ['NLM_F_DUMP_INTR on a row', (s) => [datagram(row(s, 1, 2 | 0x10), end(s))], []],
    [
      'NLM_F_DUMP_INTR on the end',
      (s) => [
        datagram(row(s, 1)),
        datagram(encodeMessage({ type: 3, flags: 0x12, sequence: s, portId: 0 }, new Uint8Array(4))),
      ],
      [],
    ],
    ['ENOBUFS', (s) => [datagram(row(s, 1)), { failed: ENOBUFS }], [false]],
    ['OVERRUN', (s) => [datagram(row(s, 1), end(s, 0, 4)), datagram(end(s))], []],
    ['a truncated datagram', (s) => [{ bytes: row(s, 1), truncated: true }, datagram(end(s))], [true]],
    ['a damaged datagram', (s) => [datagram(row(s, 1), Uint8Array.of(1, 2)), datagram(end(s))], [false]],
  ])('%s', (_, bad, drained) => {
    const channel = scripted(bad, bad, good);
    expect(ask(channel)).toEqual(whole([7]));
    expect(channel.requests).toBe(3);
    expect(channel.drained).toEqual([...drained, ...drained]);

    const hopeless = scripted(bad);
    expect(ask(hopeless)).toMatchObject({ kind: 'rows', interrupted: expect.any(String) });
    expect(hopeless.requests).toBe(5);
  });
});

test('an answer to an earlier request is no part of this one', () => {
  expect(ask(scripted((s) => [datagram(row(s - 1, 1), end(s - 1)), datagram(row(s, 2), end(s))]))).toEqual(
    whole([2]),
  );
});

test('a row that cannot be read is counted', () => {
  expect(ask(scripted((s) => [datagram(row(s, 1), empty(s), row(s, 3), end(s))]))).toEqual(
    whole([1, 3], { damaged: 1 }),
  );
});

test('a fault of the program is not taken for a damaged row', () => {
  const channel = scripted((s) => [datagram(row(s, 1), end(s))]);
  expect(() => dump(channel, { type: rowType, payload: new Uint8Array(0) }, wrong)).toThrow('a fault');
});

test('whatever the answer, a dump comes to an end within its bounds', () => {
  const received = fc.oneof(
    fc.record({ bytes: fc.uint8Array({ maxLength: 80 }), truncated: fc.boolean() }),
    fc.record({ failed: fc.integer({ min: 1, max: 133 }) }),
  );
  fc.assert(
    fc.property(fc.array(received, { maxLength: 6 }), (answers) => {
      const channel = scripted(() => answers);
      expect(['rows', 'absent', 'failed']).toContain(ask(channel).kind);
      expect(channel.requests).toBeLessThanOrEqual(5);
    }),
    { numRuns: fuzzRuns(300) },
  );
});
