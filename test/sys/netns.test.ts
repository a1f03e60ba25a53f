import { readdirSync, readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { HomeNamespace, namespaceInode } from '../../src/sys/netns.ts';
import { canMakeNamespaces, type NamespaceChild, namespaceChild } from './namespace-child.ts';

const linux = process.platform === 'linux';
const never = (): never => expect.unreachable('the work was begun');
const here = (): string => readlinkSync('/proc/thread-self/ns/net');

test.skipIf(!linux)('the number of the own namespace is that of its link (needs Linux)', () => {
  expect(`net:[${namespaceInode('/proc/self/ns/net')}]`).toBe(here());
});

test.skipIf(!linux)('a process that is not there is gone (needs Linux)', () => {
  expect(namespaceInode('/proc/4194305/ns/net')).toBe('gone');
});

test.skipIf(process.getuid?.() !== 0)('a link that may not be read is refused (needs root)', () => {
  process.seteuid?.(65_534);
  try {
    expect(namespaceInode('/proc/1/ns/net')).toBe('refused');
  } finally {
    process.seteuid?.(0);
  }
});

describe.skipIf(!canMakeNamespaces)(
  'visits to another namespace (need root with CAP_SYS_ADMIN and unshare)',
  () => {
    let child: NamespaceChild | null = null;
    let home: HomeNamespace | null = null;

    afterEach(async () => {
      home?.close();
      await child?.end();
      home = child = null;
    });

    async function begin(): Promise<{ home: HomeNamespace; child: NamespaceChild; door: string }> {
      child = await namespaceChild();
      const opened = HomeNamespace.open();
      if (!opened.ok) throw new Error(opened.error);
      home = opened.value;
      return { home, child, door: `/proc/${child.pid}/ns/net` };
    }

    test('the work is done there, and afterwards everything is as before', async () => {
      const before = [here(), networkInterfaces()];
      const { home, child, door } = await begin();
      const open = readdirSync('/proc/self/fd').length;
      const there = home.visit(door, child.inode, () => ({
        link: here(),
        interfaces: Object.keys(networkInterfaces()),
      }));
      expect(there).toEqual({ ok: true, value: { link: `net:[${child.inode}]`, interfaces: [] } });
      expect([here(), networkInterfaces()]).toEqual(before);
      expect(readdirSync('/proc/self/fd')).toHaveLength(open);
      home.close();
      home.close();
      expect(readdirSync('/proc/self/fd')).toHaveLength(open - 1);
    });

    test('work that throws comes back as well', async () => {
      const before = here();
      const { home, child, door } = await begin();
      const open = readdirSync('/proc/self/fd').length;
      expect(() =>
        home.visit(door, child.inode, () => {
          throw new RangeError(here());
        }),
      ).toThrow(`net:[${child.inode}]`);
      expect(here()).toBe(before);
      expect(readdirSync('/proc/self/fd')).toHaveLength(open);
    });

    test('a door that leads elsewhere than before is not gone through', async () => {
      const { home, child, door } = await begin();
      expect(home.visit(door, child.inode + 1, never)).toEqual({
        ok: false,
        error: 'another namespace is there now',
      });
      expect(home.visit('/proc/4194305/ns/net', child.inode, never)).toEqual({ ok: false, error: 'ENOENT' });
      expect(home.visit('/proc/self/ns/uts', namespaceInode('/proc/self/ns/uts') as number, never)).toEqual({
        ok: false,
        error: 'EINVAL',
      });
    });

    test('who may not come back is not let out', () => {
      process.seteuid?.(65_534);
      try {
        expect(HomeNamespace.open()).toEqual({ ok: false, error: 'EPERM' });
      } finally {
        process.seteuid?.(0);
      }
    });
  },
);
