import { sharedWithOutsider } from '../../../src/assess/rules/shared-with-outsider.ts';
import { owner, systemd, tcp, udp, type Given } from '../machine.ts';
import { casesOf } from './cases.ts';

const ours = owner('/usr/sbin/d', { pid: 50 });
const group = (outsiders: readonly number[], reuseport = 2): Given => ({
  group: { workers: 2, reuseport, outsiders, inodes: [1, 2] },
});
const thief = owner('/opt/thief', { pid: 60 });

casesOf(sharedWithOutsider, [
  ['another program', tcp(80, { ...group([60]), by: [ours, thief] }), 'suspect'],
  ['nobody strange', tcp(80, { ...group([]), by: [ours, owner('/usr/sbin/d', { pid: 51 })] }), null],
  [
    'the new file of a reload',
    tcp(80, { ...group([61]), by: [ours, owner('/opt/new/d', { pid: 61 })] }),
    null,
  ],
  [
    'a child of the service',
    tcp(80, {
      ...group([62]),
      by: [ours, owner('/bin/sh', { pid: 62, ancestry: [{ pid: 50, comm: 'd' }] })],
    }),
    null,
  ],
  [
    'the parent of the service',
    tcp(80, {
      ...group([40]),
      by: [
        owner('/usr/sbin/d', { pid: 50, ancestry: [{ pid: 40, comm: 'sup' }] }),
        owner('/usr/bin/sup', { pid: 40 }),
      ],
    }),
    null,
  ],
  ['the service manager', tcp(80, { ...group([1]), by: [ours, systemd()] }), null],
  ['one socket, not shared', tcp(80, { ...group([60], 1), by: [ours, thief] }), null],
  ['multicast on UDP', udp(5353, { ...group([60]), by: [ours, thief] }), null],
]);
