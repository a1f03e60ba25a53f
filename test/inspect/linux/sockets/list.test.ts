import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { fail } from '../../../../src/core/errors.ts';
import type { ListedSocket } from '../../../../src/inspect/listener.ts';
import { countConnections, listSockets } from '../../../../src/inspect/linux/sockets/list.ts';
import { HomeNamespace } from '../../../../src/sys/netns.ts';
import { canMakeNamespaces, type NamespaceChild, namespaceChild } from '../../../sys/namespace-child.ts';
import { loopback4, loopback6, type Opened, openSocket, option } from './open-socket.ts';

const linux = process.platform === 'linux';
const canName = canMakeNamespaces && existsSync('/usr/sbin/ip');
const hasSs = linux && existsSync('/usr/bin/ss');
const root = process.getuid?.() === 0;

let opened: { close: () => void }[] = [];
let child: NamespaceChild | null = null;

afterEach(async () => {
  for (const one of opened) one.close();
  opened = [];
  await child?.end();
  child = null;
});

const open = (wanted: Parameters<typeof openSocket>[0]): Opened => {
  const socket = openSocket(wanted);
  opened.push(socket);
  return socket;
};

/** Opens a socket in the namespace behind a door; it stays there. */
function openThere(door: string, inode: number): Opened {
  const home = HomeNamespace.open();
  if (!home.ok) throw new Error(home.error);
  try {
    const socket = home.value.visit(door, inode, () => open({ family: 4, type: 'stream', backlog: 3 }));
    if (!socket.ok) throw new Error(socket.error);
    return socket.value;
  } finally {
    home.value.close();
  }
}

function asNobody<T>(work: () => T): T {
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

const refused = (): never => {
  throw fail('NOT_PERMITTED', { asked: 'a netlink socket', found: 'the kernel did not permit it (EPERM)' });
};

/** `tcp 0.0.0.0:22 dev ino v6only`, as both can say it. */
const lineOf = ({ kind, address, port, device, inode, dualStack, family }: ListedSocket): string => {
  const host = family === 6 ? (dualStack === true ? '*' : `[${address}]`) : address;
  return [kind, `${host}${device === null ? '' : `%${device}`}:${port}`, inode].join(' ');
};

/** `tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* uid:.. ino:1077 sk:1 cgroup:/ v6only:1 <->` */
const ss = (): readonly string[] =>
  execFileSync('ss', ['-H', '-tulne'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [netid, , , , local] = line.split(/\s+/);
      return [netid, local, /\bino:(\d+)/.exec(line)?.[1] ?? 0].join(' ');
    });

const ours = (): readonly string[] =>
  listSockets({ kinds: ['tcp', 'udp'], namespaces: false })
    .sockets.filter(({ protocol }) => protocol === null)
    .map(lineOf);

/** Where this thread is and how many descriptors it has. */
const state = (): unknown => [readlinkSync('/proc/thread-self/ns/net'), readdirSync('/proc/self/fd').length];

const broken = (): never => {
  throw new TypeError('a fault');
};

describe.skipIf(!hasSs)('the list is that of ss (needs Linux and iproute2)', () => {
  test('line by line, whatever else this machine listens on', () => {
    const share = [[option.reusePort, 1]] as const;
    const first = open({ family: 4, type: 'stream', backlog: 9, options: share });
    const sockets = [
      first,
      open({ family: 4, type: 'stream', backlog: 9, options: share, port: first.port }),
      open({ family: 6, type: 'stream', backlog: 9 }),
      open({ family: 6, type: 'stream', backlog: 9, options: [[option.v6Only, 1]] }),
      open({ family: 4, type: 'stream', backlog: 9, address: loopback4 }),
      open({ family: 6, type: 'stream', backlog: 9, address: loopback6 }),
      open({ family: 4, type: 'datagram' }),
      open({ family: 6, type: 'datagram' }),
      open({ family: 6, type: 'datagram', options: [[option.v6Only, 1]] }),
      open({ family: 4, type: 'datagram', options: [[option.bindToDevice, new TextEncoder().encode('lo')]] }),
    ];
    // Others open and close sockets meanwhile: what stood before and after must be in the list between.
    const [before, between, after] = [new Set(ours()), new Set(ss()), new Set(ours())];
    expect([...before].filter((line) => after.has(line) && !between.has(line))).toEqual([]);
    expect([...between].filter((line) => !before.has(line) && !after.has(line))).toEqual([]);
    for (const { inode } of sockets)
      expect([...between].filter((line) => line.endsWith(` ${inode}`))).toHaveLength(1);
  });
});

describe.skipIf(!canMakeNamespaces)(
  'sockets in another namespace (need root with CAP_SYS_ADMIN and unshare)',
  () => {
    test('are listed with it, after the own ones', async () => {
      child = await namespaceChild();
      const there = openThere(`/proc/${child.pid}/ns/net`, child.inode);
      const here = open({ family: 4, type: 'stream', backlog: 3, port: there.port });
      const { sockets, namespaces, method } = listSockets({
        port: there.port,
        kinds: ['tcp'],
        namespaces: true,
      });
      expect(sockets.map(({ inode }) => inode)).toEqual([here.inode, there.inode]);
      expect(sockets[0]?.netns).toMatchObject({ own: true });
      expect(sockets[1]?.netns).toEqual({ inode: child.inode, name: null, own: false });
      expect(sockets[1]?.backlog).toEqual({ current: 0, max: 3 });
      expect(method).toBe('netlink');
      expect(namespaces.seen).toBeGreaterThanOrEqual(2);
    });

    test('are left out when nobody asked for them', async () => {
      child = await namespaceChild();
      const { port } = openThere(`/proc/${child.pid}/ns/net`, child.inode);
      const { sockets, namespaces } = listSockets({ port, kinds: ['tcp'], namespaces: false });
      expect(sockets.filter(({ netns }) => !netns.own)).toEqual([]);
      expect(namespaces).toEqual({ seen: 1, hidden: null });
    });

    test('are seen by a user without privileges too, from /proc, and that is told', async () => {
      child = await namespaceChild();
      const { inode, port } = openThere(`/proc/${child.pid}/ns/net`, child.inode);
      const { sockets, notes, method } = asNobody(() =>
        listSockets({ port, kinds: ['tcp'], namespaces: true }),
      );
      const found = sockets.filter((socket) => socket.inode === inode);
      expect(found).toMatchObject([
        { port, uid: 0, backlog: null, cgroupId: null, netns: { name: null, own: false } },
      ]);
      expect(method).toBe('netlink');
      expect(notes.join('\n')).toContain('could only be read from /proc');
    });

    test('are read from /proc where netlink is refused', async () => {
      child = await namespaceChild();
      const { inode, port } = openThere(`/proc/${child.pid}/ns/net`, child.inode);
      const { sockets, method } = listSockets({ port, kinds: ['tcp'], namespaces: true }, refused);
      expect(sockets.filter((socket) => socket.inode === inode)).toMatchObject([
        { netns: { inode: child.inode } },
      ]);
      expect(method).toBe('proc');
    });

    test('looking leaves this process where it was, with the descriptors it had', async () => {
      child = await namespaceChild();
      const before = state();
      for (let time = 0; time < 3; time++) listSockets({ namespaces: true });
      asNobody(() => listSockets({ namespaces: true }));
      listSockets({ namespaces: true }, refused);
      expect(state()).toEqual(before);
    });
  },
);

describe.skipIf(!canName)('a named namespace (needs root with CAP_SYS_ADMIN and ip)', () => {
  const name = `reeve-list-${process.pid}`;

  test('gives its name to its sockets; without privileges it is hidden, and that is told', () => {
    execFileSync('ip', ['netns', 'add', name]);
    try {
      const inode = Number(
        execFileSync('stat', ['-L', '-c', '%i', `/run/netns/${name}`], { encoding: 'utf8' }),
      );
      const socket = openThere(`/run/netns/${name}`, inode);
      const query = { port: socket.port, kinds: ['tcp'], namespaces: true } as const;
      const { sockets } = listSockets(query);
      expect(sockets.filter((one) => one.inode === socket.inode)).toMatchObject([
        { netns: { inode, name, own: false } },
      ]);
      const blind = asNobody(() => listSockets(query));
      expect(blind.sockets.filter((one) => one.inode === socket.inode)).toEqual([]);
      expect(blind.notes.join('\n')).toContain(`${name} (${inode}): no process in it is known`);
      expect(blind.namespaces.hidden).not.toBe(0);
    } finally {
      execFileSync('ip', ['netns', 'delete', name]);
    }
  });
});

describe.skipIf(!linux)('one namespace alone (needs Linux)', () => {
  test('without netlink the same sockets are found, and what is not known is said', () => {
    const { inode, port } = open({ family: 6, type: 'stream', backlog: 1 });
    const { sockets, method, notes } = listSockets({ port, namespaces: false }, refused);
    expect(sockets).toMatchObject([{ inode, port, address: '::', dualStack: null }]);
    expect(method).toBe('proc');
    expect(notes).toEqual([
      'Sockets were read from /proc/net, since asking the kernel failed (the kernel did not permit it (EPERM)): ' +
        'whether a socket takes IPv4 as well, its interface, cgroup and queue are not known',
    ]);
    expect(countConnections(port, refused)).toEqual({
      timeWait: 0,
      connected: 0,
      bound: null,
      connectedUdp: 0,
    });
  });

  test('a fault of the program is not taken for a refusal', () => {
    expect(() => listSockets({ namespaces: false }, broken)).toThrow('a fault');
  });

  test.skipIf(!root)('no privilege is needed (shown by giving root up)', () => {
    const { inode, port } = open({ family: 4, type: 'stream', backlog: 4 });
    const { sockets, notes, method } = asNobody(() => listSockets({ port, namespaces: false }));
    expect(sockets).toMatchObject([{ inode, port, uid: 0, backlog: { current: 0, max: 4 } }]);
    expect(typeof sockets[0]?.cgroupId).toBe('bigint');
    expect([method, notes]).toEqual(['netlink', []]);
    expect(asNobody(() => countConnections(port))).toMatchObject({ timeWait: 0, connected: 0 });
  });

  test('connected UDP sockets come when asked for', () => {
    const { port, inode } = open({ family: 4, type: 'datagram', peerPort: 9 });
    expect(listSockets({ port, namespaces: false }).sockets).toEqual([]);
    expect(listSockets({ port, namespaces: false, connectedUdp: true }).sockets).toMatchObject([
      { inode, peer: { address: '127.0.0.1', port: 9 } },
    ]);
  });
});
