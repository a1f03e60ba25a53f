import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ancestryOf } from '../../../../src/inspect/linux/process/ancestry.ts';
import type { ProcessStat } from '../../../../src/inspect/linux/process/stat.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const at = (pid: number, ppid: number, startTicks: number): ProcessStat => ({
  pid,
  ppid,
  startTicks,
  comm: `p${pid}`,
  state: 'S',
  ttyNr: 0,
});

const among =
  (...all: readonly ProcessStat[]) =>
  (pid: number): ProcessStat | null =>
    all.find((one) => one.pid === pid) ?? null;

describe('ancestry', () => {
  test('goes to PID 1, nearest first', () => {
    const { chain, complete } = ancestryOf(at(9, 5, 90), among(at(5, 1, 50), at(1, 0, 0)));
    expect(complete).toBe(true);
    expect(chain).toEqual([
      { pid: 5, comm: 'p5' },
      { pid: 1, comm: 'p1' },
    ]);
  });

  test('of a process whose parent is outside this pid namespace is empty and whole', () => {
    expect(ancestryOf(at(9, 0, 90), among())).toEqual({ chain: [], complete: true });
  });

  test('stops where a parent is hidden or gone, and says so', () => {
    const { chain, complete } = ancestryOf(at(9, 5, 90), among(at(5, 4, 50)));
    expect([chain.map(({ pid }) => pid), complete]).toEqual([[5], false]);
  });

  test('takes no younger process for a parent: its pid was used again', () => {
    expect(ancestryOf(at(9, 5, 90), among(at(5, 1, 91)))).toEqual({ chain: [], complete: false });
  });

  test('ends in a loop', () => {
    const { chain, complete } = ancestryOf(at(9, 5, 90), among(at(5, 6, 50), at(6, 5, 50)));
    expect([chain.map(({ pid }) => pid), complete]).toEqual([[5, 6], false]);
    expect(ancestryOf(at(9, 9, 90), among(at(9, 9, 90))).chain).toEqual([]);
  });

  test('whatever the parents are, it ends, and no process comes twice', () => {
    const some = fc.record({ pid: fc.nat(20), ppid: fc.nat(20), startTicks: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 30 }), (all) => {
        const stats = all.map(({ pid, ppid, startTicks }) => at(pid, ppid, startTicks));
        const pids = ancestryOf(at(99, 3, 5), among(...stats)).chain.map(({ pid }) => pid);
        expect(new Set(pids).size).toBe(pids.length);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test('a chain longer than any is cut', () => {
    const { chain, complete } = ancestryOf(at(9_000, 8_999, 90), (pid) => at(pid, pid - 1, 1));
    expect([chain.length, complete]).toEqual([128, false]);
  });
});
