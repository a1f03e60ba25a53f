import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativeLittleEndian } from '../../../../src/bytes/index.ts';
import { parseProcInetLine } from '../../../../src/inspect/linux/sockets/proc-inet.ts';
import { fuzzRuns } from '../../../fuzz.ts';

// As Linux 6.18 prints them on x86-64; the contract suite reads real tables.
const lines = {
  tcp: '   0: 00000000:07E8 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 1077 1 000000005cf038ef 100 0 0 10 0                      ',
  timeWait:
    '   2: 0100007F:07E8 0100007F:C6A2 06 00000000:00000000 03:00001599 00000000     0        0 0 3 000000009ea30f7c                                      ',
  tcp6: '  12: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 7001 1 0000000000000000 100 0 0 10 0',
  udp: ' 1634: 0100007F:EC9D 0100007F:0035 01 00000000:00000000 00:00000000 00000000   101        0 652999 2 0000000000000000 42         ',
  raw6: '   58: 00000000000000000000000000000000:003A 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 653003 2 0000000000000000 0',
};

describe.skipIf(!nativeLittleEndian)('lines as recorded (of a little-endian machine)', () => {
  test.each([
    ['tcp', { address: '0.0.0.0', port: 2024, state: 10, receiveQueue: 3, uid: 0, inode: 1077, drops: null }],
    [
      'timeWait',
      { address: '127.0.0.1', peerAddress: '127.0.0.1', peerPort: 50_850, state: 6, inode: 0, drops: null },
    ],
    [
      'tcp6',
      { address: '::ffff:127.0.0.1', port: 8080, peerAddress: '::', state: 10, uid: 1000, inode: 7001 },
    ],
    [
      'udp',
      { port: 60_573, peerAddress: '127.0.0.1', peerPort: 53, state: 1, uid: 101, inode: 652_999, drops: 42 },
    ],
    ['raw6', { address: '::', port: 58, state: 7, inode: 653_003, drops: 0 }],
  ] as const)('%s', (name, expected) => {
    expect(parseProcInetLine(lines[name])).toMatchObject({ ok: true, value: expected });
  });
});

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), damagedLine());

/** A recorded line with one stretch replaced. */
function damagedLine(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...Object.values(lines)), fc.nat(160), fc.nat(8), fc.string({ maxLength: 8 }))
    .map(([line, at, size, text]) => line.slice(0, at) + text + line.slice(at + size));
}

test('any line is read or refused, and what is read are numbers', () => {
  fc.assert(
    fc.property(anyText, (line) => {
      const read = parseProcInetLine(line);
      if (!read.ok) return;
      const { port, peerPort, state, uid, inode } = read.value;
      for (const number of [port, peerPort, state, uid, inode]) expect(Number.isInteger(number)).toBe(true);
    }),
    { numRuns: fuzzRuns(500) },
  );
});

test('a line that cannot be read is shown, not whole', () => {
  const read = parseProcInetLine(`nonsense\u001b[2J${'x'.repeat(500)}`);
  expect(read.ok ? '' : read.error).toMatch(
    /^Asked for a line of \/proc\/net: "nonsense\\u001b\[2Jx{50,80}"\.$/,
  );
});
