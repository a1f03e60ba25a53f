import { closeSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stillHolds } from '../../../../src/inspect/linux/owners/index.ts';
import { parseStart, processStart } from '../../../../src/inspect/linux/owners/remembered.ts';
import { openOwnSocket } from '../../../../src/sys/own-socket.ts';
import { fuzzRuns } from '../../../fuzz.ts';

describe.skipIf(process.platform !== 'linux')('stillHolds (Linux only)', () => {
  test('tells a holder that holds, one that let go, another process and another socket', () => {
    const { fd, inode } = openOwnSocket();
    const held = { pid: process.pid, fd, inode, startTicks: processStart(process.pid) ?? 0 };
    const earlier = { ...held, startTicks: held.startTicks - 1 };
    const gone = { ...held, pid: 2 ** 30 };
    try {
      expect(stillHolds([held, earlier, { ...held, inode: inode + 1 }, gone, held])).toEqual([
        true,
        false,
        false,
        false,
        true,
      ]);
    } finally {
      closeSync(fd);
    }
    expect(stillHolds([held])).toEqual([false]);
  });

  test('a process that is not there has no start', () => {
    expect(processStart(2 ** 30)).toBeNull();
  });
});

/** What follows the name in /proc/PID/stat. */
const fields = (start: string): string => `S 1 2 3 0 -1 4194560 ${'7 '.repeat(12)}${start} 1000 200`;

describe('parseStart', () => {
  test('whatever the process calls itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(), (comm, start) => {
        expect(parseStart(`12 (${comm}) ${fields(String(start))}`)).toBe(start);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test('any text is a number or null', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const start = parseStart(text);
        expect(start === null || Number.isInteger(start)).toBe(true);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
