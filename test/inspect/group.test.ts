import { describe, expect, test } from 'vitest';
import { groupSockets } from '../../src/inspect/group.ts';
import type { ListedSocket, Owner } from '../../src/inspect/listener.ts';
import { anOwner, aSocket } from './samples.ts';

const held = (socket: Partial<ListedSocket>, ...owners: Partial<Owner>[]) => ({
  socket: aSocket(socket),
  owners: owners.map((owner) => anOwner(owner)),
});

describe('sockets of one place', () => {
  test('workers that hold one socket are one listener without outsiders', () => {
    const [group, ...more] = groupSockets([
      held(
        { inode: 5 },
        { pid: 10, exe: '/usr/sbin/nginx', uid: 0 },
        { pid: 11, exe: '/usr/sbin/nginx', uid: 33 },
      ),
    ]);
    expect(more).toEqual([]);
    expect(group?.group).toEqual({ workers: 2, reuseport: 1, outsiders: [], inodes: [5] });
  });

  test('a REUSEPORT group collapses and adds its queues up', () => {
    const sockets = [1, 2, 3].map((inode) =>
      held({ inode, backlog: { current: inode, max: 10 }, drops: 1 }, { pid: 100 + inode, exe: '/srv/app' }),
    );
    const [group, ...more] = groupSockets(sockets);
    expect(more).toEqual([]);
    expect(group?.group).toEqual({ workers: 3, reuseport: 3, outsiders: [], inodes: [1, 2, 3] });
    expect(group?.socket.backlog).toEqual({ current: 6, max: 30 });
    expect(group?.socket.drops).toBe(3);
  });

  test('a stranger in the group is an outsider; the eldest socket sets the norm', () => {
    const [group] = groupSockets([
      held({ inode: 9 }, { pid: 66, exe: '/tmp/sneak' }),
      held({ inode: 1 }, { pid: 10, exe: '/srv/app' }),
      held({ inode: 2 }, { pid: 11, exe: '/srv/app' }),
    ]);
    expect(group?.group.outsiders).toEqual([66]);
  });

  test('mDNS: two programs on one datagram port stay two listeners', () => {
    const groups = groupSockets([
      held({ kind: 'udp', inode: 1, port: 5353 }, { pid: 1, exe: '/usr/sbin/avahi-daemon' }),
      held({ kind: 'udp', inode: 2, port: 5353 }, { pid: 2, exe: '/usr/lib/chromium/chromium' }),
    ]);
    expect(groups.map(({ owners }) => owners[0]?.pid)).toEqual([1, 2]);
  });

  test.each([
    ['address', { address: '127.0.0.2' }],
    ['namespace', { netns: { inode: 7, name: 'blue', own: false } }],
    ['interface', { device: 'eth1' }],
    ['family', { family: 6 as const, address: '::' }],
  ])('another %s is another listener', (_, difference) => {
    expect(groupSockets([held({ inode: 1 }), held({ inode: 2, ...difference })])).toHaveLength(2);
  });

  test('unknown drops stay unknown', () => {
    const [group] = groupSockets([held({ inode: 1, drops: null }), held({ inode: 2, drops: 4 })]);
    expect(group?.socket.drops).toBeNull();
  });
});
