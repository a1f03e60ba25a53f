import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NetlinkSource, openNetlinkSource } from '../../../../src/inspect/linux/sockets/netlink-source.ts';
import { neededTables } from '../../../../src/inspect/linux/sockets/other-namespaces.ts';
import { procSource } from '../../../../src/inspect/linux/sockets/proc-source.ts';
import type { SocketQuery } from '../../../../src/inspect/linux/sockets/source.ts';
import { openTables, tablesBelow } from '../../../../src/inspect/linux/sockets/tables.ts';
import { receiveBuffer } from '../../../../src/sys/netlink.ts';
import { HomeNamespace } from '../../../../src/sys/netns.ts';
import { canMakeNamespaces, type NamespaceChild, namespaceChild } from '../../../sys/namespace-child.ts';
import { openSocket } from './open-socket.ts';
import { describeSource } from './source.contract.ts';

const everything: SocketQuery = {
  kinds: new Set(['tcp', 'udp', 'sctp', 'dccp', 'raw', 'packet']),
  port: null,
  connectedUdp: false,
  netns: { inode: 1, name: null, own: true },
};

/** What the own namespace teaches about others. */
function needed(): readonly string[] {
  const source = own();
  try {
    source.list(everything);
    return neededTables(source, everything);
  } finally {
    source.close();
  }
}

const own = (): NetlinkSource =>
  openNetlinkSource(() => tablesBelow('/proc/thread-self/net'), receiveBuffer());

if (process.platform === 'linux') describeSource('sock_diag', () => ({ open: own, tellsAll: true }));

describe.skipIf(!canMakeNamespaces || !existsSync('/usr/sbin/ip'))(
  'in another network namespace (needs root with CAP_SYS_ADMIN, unshare and ip)',
  () => {
    let child: NamespaceChild;
    let home: HomeNamespace;

    beforeAll(async () => {
      child = await namespaceChild();
      const opened = HomeNamespace.open();
      if (!opened.ok) throw new Error(opened.error);
      home = opened.value;
      within(() => spawnSync('ip', ['link', 'set', 'lo', 'up']));
    });

    afterAll(async () => {
      home.close();
      await child.end();
    });

    const within = <T>(work: () => T): T => {
      const done = home.visit(`/proc/${child.pid}/ns/net`, child.inode, work);
      if (!done.ok) throw new Error(done.error);
      return done.value;
    };

    describeSource('sock_diag from outside', () => ({
      open: () => within(() => openNetlinkSource(() => openTables(needed()), receiveBuffer())),
      within,
      tellsAll: true,
    }));

    describeSource('/proc/PID/net from outside', () => ({
      open: () => procSource(tablesBelow(`/proc/${child.pid}/net`)),
      within,
      tellsAll: false,
    }));
  },
);

/** A source whose netlink socket does not work. */
const closed = (table = '/proc/thread-self/net'): NetlinkSource => {
  const source = openNetlinkSource(() => tablesBelow(table), receiveBuffer());
  source.close();
  return source;
};

describe.skipIf(process.platform !== 'linux')('where the kernel does not answer (needs Linux)', () => {
  const query: SocketQuery = { ...everything, kinds: new Set(['tcp']) };

  test('the tables are read, and that is told', () => {
    const listener = openSocket({ family: 4, type: 'stream', backlog: 1 });
    try {
      const source = closed();
      const { sockets, notes } = source.list(query);
      expect(sockets).toContainEqual(expect.objectContaining({ inode: listener.inode, port: listener.port }));
      expect(notes).toEqual([
        'The kernel did not list tcp (IPv4) sockets (EBADF); they were read from /proc, which tells less',
        'The kernel did not list tcp (IPv6) sockets (EBADF); they were read from /proc, which tells less',
      ]);
      expect(source.fromTables).toEqual(new Set([6]));
      expect(source.countConnections(listener.port)).toMatchObject({ connected: 0, bound: null });
    } finally {
      listener.close();
    }
  });

  test('nor the tables: the sockets are missing, and that is told', () => {
    const source = closed('/nowhere');
    expect(source.list(query)).toEqual({
      sockets: [],
      notes: [
        'The kernel did not list tcp (IPv4) sockets (EBADF), nor could /proc be read: they are missing',
        'The kernel did not list tcp (IPv6) sockets (EBADF), nor could /proc be read: they are missing',
      ],
    });
    expect(source.countConnections(80)).toBeNull();
  });
});
