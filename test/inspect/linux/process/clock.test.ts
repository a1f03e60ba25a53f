import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  parseBootTime,
  processClock,
  startTime,
  ticksFromAuxv,
} from '../../../../src/inspect/linux/process/clock.ts';
import { parseStat } from '../../../../src/inspect/linux/process/stat.ts';
import { isLinux } from './running.ts';

const auxv = (...words: readonly number[]): Uint8Array => {
  const bytes = new DataView(new ArrayBuffer(words.length * 8));
  for (const [at, word] of words.entries()) bytes.setBigUint64(at * 8, BigInt(word), true);
  return new Uint8Array(bytes.buffer);
};

describe('ticks a second', () => {
  test.each([
    ['the vector says', auxv(6, 4096, 17, 250, 0, 0), 250],
    ['it does not', auxv(6, 4096, 0, 0), 100],
    ['it ends before', auxv(0, 0, 17, 250), 100],
    ['it is cut short', auxv(6, 4096, 17), 100],
    ['it is empty', new Uint8Array(), 100],
    ['it says nonsense', auxv(17, 0, 0, 0), 100],
  ])('where %s', (_, bytes, expected) => {
    expect(ticksFromAuxv(bytes, true, true)).toBe(expected);
  });

  test('in the words of a 32-bit, big-endian machine', () => {
    expect(
      ticksFromAuxv(Uint8Array.of(0, 0, 0, 17, 0, 0, 0, 200, 0, 0, 0, 0, 0, 0, 0, 0), false, false),
    ).toBe(200);
  });

  test.skipIf(!isLinux)('of this machine are the 100 that Linux tells programs (needs Linux)', () => {
    expect(ticksFromAuxv(readFileSync('/proc/self/auxv'))).toBe(100);
  });
});

describe('the start of a process', () => {
  test('is the boot time and its ticks, to the second', () => {
    expect(startTime(1_700_000_000, 12_399, 100)).toBe('2023-11-14T22:15:23Z');
    expect(startTime(1e15, 0, 100)).toBeNull();
  });

  test('the boot time is read from /proc/stat', () => {
    expect(parseBootTime('cpu 1 2\nintr 5\nbtime 1763700000\nprocesses 7\n')).toBe(1_763_700_000);
    expect(parseBootTime('cpu 1 2\n')).toBeNull();
  });

  test.skipIf(!isLinux)('of this one lies in the last hours and not in the future (needs Linux)', () => {
    const stat = parseStat(readFileSync('/proc/self/stat', 'utf8'));
    const started = Date.parse(processClock()(stat?.startTicks ?? 0) ?? '');
    const expected = Date.now() - process.uptime() * 1000;
    expect(Math.abs(started - expected)).toBeLessThan(30_000);
  });
});
