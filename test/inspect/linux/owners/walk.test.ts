import { closeSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Holdings } from '../../../../src/inspect/linux/owners/holding.ts';
import { walk } from '../../../../src/inspect/linux/owners/walk.ts';
import { openOwnSocket } from '../../../../src/sys/own-socket.ts';

describe.skipIf(process.platform !== 'linux')('walk (Linux only)', () => {
  test('finds what we hold, and counts no process that is not there', () => {
    const { fd, inode } = openOwnSocket();
    const holdings = new Holdings([inode]);
    try {
      expect(walk([process.pid, 2 ** 30], holdings)).toEqual({ seen: 1, hidden: 0, over: false });
    } finally {
      closeSync(fd);
    }
    expect(holdings.sorted()).toEqual(new Map([[inode, [{ pid: process.pid, fd }]]]));
  });

  test('gives up when there are more descriptors than it was allowed', () => {
    const holdings = new Holdings([1]);
    expect(walk([process.pid, process.ppid], holdings, 2)).toEqual({ seen: 1, hidden: 0, over: true });
    expect(walk([process.pid], holdings, 100_000)).toMatchObject({ over: false });
  });
});

describe('Holdings', () => {
  test('each holder once, in order, only of what was asked for', () => {
    const holdings = new Holdings([10, 20, 30]);
    for (const [inode, pid, fd] of [
      [10, 200, 3],
      [10, 30, 11],
      [10, 30, 2],
      [10, 200, 3],
      [99, 1, 1],
      [20, 1, 1],
    ] as const) {
      holdings.add(inode, pid, fd);
    }
    expect(holdings.has(20, 1, 1)).toBe(true);
    holdings.forget(20);
    expect(holdings.has(20, 1, 1)).toBe(false);
    const first = [
      { pid: 30, fd: 2 },
      { pid: 30, fd: 11 },
      { pid: 200, fd: 3 },
    ];
    expect([...holdings.sorted()]).toEqual([[10, first]]);
  });
});
