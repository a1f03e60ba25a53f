import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseProcPacketLine } from '../../../../src/inspect/linux/sockets/proc-packet.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const line = '00000000b1c7a2c5 3      3    0003   2     1 0      1000   653004';

test('a recorded line', () => {
  expect(parseProcPacketLine(line)).toEqual({
    ok: true,
    value: { protocol: 3, interfaceIndex: 2, uid: 1000, inode: 653_004 },
  });
  expect(parseProcPacketLine(line.replace('0003', '88cc'))).toMatchObject({ value: { protocol: 0x88cc } });
});

test('any line is read or refused', () => {
  const damaged = fc.tuple(fc.nat(70), fc.nat(6), fc.string({ maxLength: 6 }));
  fc.assert(
    fc.property(damaged, ([at, size, text]) => {
      const read = parseProcPacketLine(line.slice(0, at) + text + line.slice(at + size));
      if (read.ok) expect(Object.values(read.value).every(Number.isInteger)).toBe(true);
      else expect(read.error).toContain('a line of /proc/net/packet');
    }),
    { numRuns: fuzzRuns(300) },
  );
});
