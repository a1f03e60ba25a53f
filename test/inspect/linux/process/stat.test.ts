import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStat } from '../../../../src/inspect/linux/process/stat.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { isLinux } from './running.ts';

const line = (comm: string, pid = 42, ppid = 7, tty = 34_819, start = 123_456): string =>
  `${pid} (${comm}) S ${ppid} 42 42 ${tty} 42 4194304 1 2 3 4 5 6 7 8 20 0 1 0 ${start} 1000 100 18446744073709551615 0\n`;

describe('the stat line of a process', () => {
  test.each([
    ['an ordinary name', 'nginx'],
    ['spaces', 'tmux: server'],
    ['parentheses', '(sd-pam)'],
    ['what looks like the fields after it', 'a) R 1 1 1'],
    ['newlines and escapes', 'x\n\x1b[2J)\n'],
    ['nothing', ''],
    ['bytes that are no text', '\ufffd\ufffd'],
  ])('with %s', (_, comm) => {
    expect(parseStat(line(comm))).toEqual({
      pid: 42,
      comm,
      state: 'S',
      ppid: 7,
      ttyNr: 34_819,
      startTicks: 123_456,
    });
  });

  test('a terminal number may be negative', () => {
    expect(parseStat(line('x', 1, 0, -2_147_483_648))?.ttyNr).toBe(-2_147_483_648);
  });

  test.each([
    ['', 'nothing'],
    ['42', 'a pid alone'],
    ['42 (x)', 'no fields'],
    [line('x').slice(0, 30), 'cut short'],
    [line('x').replace('123456', 'never'), 'a start that is no number'],
    [')42 ( S 1', 'parentheses the wrong way round'],
  ])('%j is none: %s', (text) => {
    expect(parseStat(text)).toBeNull();
  });

  test.skipIf(!isLinux)('of this process (needs Linux)', () => {
    const stat = parseStat(readFileSync('/proc/self/stat', 'utf8'));
    expect(stat).toMatchObject({ pid: process.pid, ppid: process.ppid });
  });

  test('any name and numbers come back as they were', () => {
    const count = fc.nat(2 ** 31 - 1);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), count, count, count, (comm, pid, ppid, start) => {
        const stat = parseStat(line(comm, pid, ppid, 0, start));
        expect(stat).toEqual({ pid, comm, state: 'S', ppid, ttyNr: 0, startTicks: start });
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test('any text is read without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('(', ')', ' ', '1', '-', 'S', '\n') }), (text) => {
        const stat = parseStat(text);
        if (stat !== null) expect(stat.startTicks).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
