import { execFileSync } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type FoundNamespace,
  livesIn,
  ownNamespace,
  surveyNamespaces,
} from '../../../../src/inspect/linux/sockets/namespaces.ts';
import { canMakeNamespaces, type NamespaceChild, namespaceChild } from '../../../sys/namespace-child.ts';

const linux = process.platform === 'linux';
const canName = canMakeNamespaces && existsSync('/usr/sbin/ip');

/** What the survey shows to a user without privileges. */
function asNobody<T>(work: () => T): T {
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

const survey = (): readonly FoundNamespace[] => surveyNamespaces(ownNamespace()).others;

test.skipIf(!linux)('the own namespace has its number and is not among the others (needs Linux)', () => {
  const own = ownNamespace();
  expect(`net:[${own.inode}]`).toBe(readlinkSync('/proc/self/ns/net'));
  expect(own.own).toBe(true);
  expect(survey().map(({ inode }) => inode)).not.toContain(own.inode);
});

describe.skipIf(!canMakeNamespaces)(
  'a namespace with a process (needs root with CAP_SYS_ADMIN and unshare)',
  () => {
    let child: NamespaceChild | null = null;

    afterEach(async () => {
      await child?.end();
      child = null;
    });

    test('is found once, with a process in it, and is gone with it', async () => {
      child = await namespaceChild();
      const { inode, pid } = child;
      const found = survey().filter((one) => one.inode === inode);
      expect(found).toEqual([{ inode, name: null, pids: [pid], numberHidden: false }]);
      expect(found.every((one) => livesIn(pid, one))).toBe(true);
      expect(found.some((one) => livesIn(process.pid, one))).toBe(false);
      await child.end();
      child = null;
      expect(survey().filter((one) => one.inode === inode)).toEqual([]);
    });

    test('is told apart from the own one by a user who may not read its number', async () => {
      child = await namespaceChild();
      const { pid, inode } = child;
      const before = asNobody(() => surveyNamespaces(ownNamespace()));
      const found = before.others.filter(({ pids }) => pids.includes(pid));
      expect(found).toMatchObject([{ name: null, pids: [pid], numberHidden: true }]);
      expect(found[0]?.inode).not.toBe(inode);
      expect(before.others.every(({ pids }) => !pids.includes(process.pid) && !pids.includes(1))).toBe(true);
      expect(asNobody(() => found.every((one) => livesIn(pid, one)))).toBe(true);
      expect(before).toMatchObject({ unreadable: 0, hidesProcesses: false });
    });
  },
);

test.skipIf(!canName)(
  'a named namespace without a process is found by its name (needs root with CAP_SYS_ADMIN and ip)',
  () => {
    const name = `reeve-test-${process.pid}`;
    execFileSync('ip', ['netns', 'add', name]);
    try {
      const shape = { name, pids: [], numberHidden: false };
      expect(survey().filter((one) => one.name === name)).toMatchObject([shape]);
      expect(asNobody(survey).filter((one) => one.name === name)).toMatchObject([shape]);
    } finally {
      execFileSync('ip', ['netns', 'delete', name]);
    }
    expect(survey().filter((one) => one.name === name)).toEqual([]);
  },
);
