import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { kernelEvidence } from '../../../src/inspect/linux/kernel-evidence.ts';
import { kernelHeld } from '../../../src/inspect/linux/kernel-held.ts';
import type { ListedSocket } from '../../../src/inspect/listener.ts';
import { aSocket } from './a-socket.ts';

let top = '';
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'reeve-kernel-'));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

/** Files of /proc and /sys as the kernel would show them. */
function signs(files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  return kernelEvidence({ procRoot: join(top, 'proc'), sysRoot: join(top, 'sys') });
}

const threads = (...names: string[]): Readonly<Record<string, string>> => ({
  'proc/2/comm': 'kthreadd\n',
  'proc/2/task/2/children': names.map((_, at) => `${at + 100} `).join(''),
  ...Object.fromEntries(names.map((name, at) => [`proc/${at + 100}/comm`, `${name}\n`])),
});
const device = (name: string, kind: string): Readonly<Record<string, string>> => ({
  [`sys/class/net/${name}/uevent`]: `DEVTYPE=${kind}\nINTERFACE=${name}\nIFINDEX=7\n`,
});
const modules = (...names: string[]): Readonly<Record<string, string>> => ({
  'proc/modules': names.map((name) => `${name} 45056 1 - Live 0x0000000000000000\n`).join(''),
});
const udp = (port: number, more: Partial<ListedSocket> = {}) => aSocket({ kind: 'udp', port, ...more });
const tcp = (port: number, more: Partial<ListedSocket> = {}) => aSocket({ kind: 'tcp', port, ...more });

type Case = [
  what: string,
  socket: ListedSocket,
  files: Readonly<Record<string, string>>,
  expected: string | null,
];

const iqn = 'sys/kernel/config/target/iscsi/iqn.2003-01.org.linux-iscsi.host:disk/tpgt_1/np';

const cases: Case[] = [
  [
    'nfsd by its own list',
    tcp(20_049),
    { 'proc/fs/nfsd/portlist': 'rdma 20050\ntcp 20049\nudp 20049\n' },
    'the NFS server (nfsd)',
  ],
  ['nfsd by its threads', tcp(2049), threads('rcu_sched', 'nfsd', 'nfsd'), 'the NFS server (nfsd)'],
  ['2049 without a sign of nfsd', tcp(2049), threads('rcu_sched'), null],
  ['another transport than in the list', udp(2049), { 'proc/fs/nfsd/portlist': 'tcp 2049\n' }, null],
  [
    'lockd by its settings',
    udp(32_803),
    { 'proc/sys/fs/nfs/nlm_udpport': '32803\n' },
    'the NFS lock manager (lockd)',
  ],
  ['lockd on a port of its own choice', tcp(41_234), threads('lockd'), 'the NFS lock manager (lockd)'],
  ['lockd never listens on one address', tcp(41_234, { address: '10.0.0.1' }), threads('lockd'), null],
  ['callbacks of the NFS client', tcp(41_235), threads('nfsv4.0-svc'), 'the NFS client (callbacks)'],
  [
    'two that would fit',
    tcp(41_236),
    threads('lockd', 'NFSv4 callback'),
    'the NFS lock manager (lockd) or the NFS client (callbacks)',
  ],
  ['iSCSI by its portal', tcp(3261), { [`${iqn}/[::]:3261/iser`]: '0' }, 'an iSCSI target (LIO)'],
  ['iSCSI by its thread', tcp(3260), threads('iscsi_np'), 'an iSCSI target (LIO)'],
  [
    'NVMe',
    tcp(4420),
    {
      'sys/kernel/config/nvmet/ports/1/addr_trtype': 'tcp\n',
      'sys/kernel/config/nvmet/ports/1/addr_trsvcid': '4420\n',
    },
    'an NVMe over TCP target (nvmet)',
  ],
  [
    'NVMe over RDMA has no TCP port',
    tcp(4420),
    {
      'sys/kernel/config/nvmet/ports/1/addr_trtype': 'rdma\n',
      'sys/kernel/config/nvmet/ports/1/addr_trsvcid': '4420\n',
    },
    null,
  ],
  ['ksmbd', tcp(445), threads('ksmbd-eth0'), 'the SMB server in the kernel (ksmbd)'],
  ['445 alone', tcp(445), {}, null],
  ['dlm', tcp(21_064), modules('dlm'), 'the distributed lock manager (dlm)'],
  ['RDS', tcp(16_385), modules('rds', 'rds_tcp'), 'RDS over TCP'],
  ['AFS', udp(7001), modules('kafs'), 'the AFS client (kafs)'],
  ['L2TP', udp(1701), modules('l2tp_core'), 'an L2TP tunnel'],
  ['a module whose name only begins so', udp(1701), modules('l2tp_core_x'), null],
  [
    'WireGuard',
    udp(51_820),
    { ...device('wg0', 'wireguard'), ...device('wg1', 'wireguard') },
    'WireGuard (wg0, wg1)',
  ],
  [
    'WireGuard on IPv6',
    udp(51_820, { address: '::', dualStack: false }),
    device('wg0', 'wireguard'),
    'WireGuard (wg0)',
  ],
  ['WireGuard is never TCP', tcp(51_820), device('wg0', 'wireguard'), null],
  [
    'WireGuard of another namespace',
    udp(51_820, { netns: { inode: 9, name: null, own: false } }),
    device('wg0', 'wireguard'),
    null,
  ],
  [
    'VXLAN beside WireGuard',
    udp(4789),
    { ...device('vx0', 'vxlan'), ...device('wg0', 'wireguard') },
    'VXLAN (vx0)',
  ],
  ['VXLAN of flannel', udp(8472), device('flannel.1', 'vxlan'), 'VXLAN (flannel.1)'],
  ['VXLAN on another port, the only tunnel', udp(4790), device('vx0', 'vxlan'), 'VXLAN (vx0)'],
  [
    'VXLAN or WireGuard',
    udp(4790),
    { ...device('vx0', 'vxlan'), ...device('wg0', 'wireguard') },
    'WireGuard (wg0) or VXLAN (vx0)',
  ],
  ['4789 without a device', udp(4789), device('eth0', 'wlan'), null],
  ['GENEVE', udp(6081), device('genev_sys_6081', 'geneve'), 'GENEVE (genev_sys_6081)'],
  ['no signs at all', udp(51_820), {}, null],
  [
    'in a container pid 2 is no kthreadd',
    tcp(41_234),
    { ...threads('lockd'), 'proc/2/comm': 'lockd\n' },
    null,
  ],
  ['a raw socket', aSocket({ kind: 'raw', port: null, protocol: 1 }), device('wg0', 'wireguard'), null],
];

describe('kernelHeld', () => {
  test.each(cases)('%s', (_, socket, files, what) => {
    expect(kernelHeld(socket, signs(files))).toEqual({ what });
  });

  test('asks this machine itself without falling over', () => {
    expect(kernelHeld(tcp(1))).toHaveProperty('what');
  });
});

/** Whether a namespace of our own may have such a device; the kernel answers. */
function canMake(type: string): boolean {
  const options = type === 'vxlan' ? ['id', '1', 'dstport', '4789'] : [];
  try {
    execFileSync('unshare', ['--net', 'ip', 'link', 'add', 't0', 'type', type, ...options], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

describe.each([
  ['vxlan', 4790, 'VXLAN (t0)', ['id', '7', 'dstport', '4790', 'local', '127.0.0.1', 'dev', 'lo']],
  ['wireguard', null, 'WireGuard (t0)', []],
  ['geneve', 6081, 'GENEVE (t0)', ['id', '7', 'remote', '127.0.0.2']],
] as const)('a real %s device', (type, port, what, options) => {
  let holder: ChildProcess | null = null;
  afterEach(() => {
    holder?.kill('SIGKILL');
  });

  test.skipIf(!canMake(type))(
    `explains the socket that the kernel opens (skipped where root or ${type} is missing)`,
    async () => {
      mkdirSync(join(top, 'sys'));
      const script = [
        'ip link set lo up',
        `ip link add t0 type ${type} ${options.join(' ')}`,
        'ip link set t0 up',
        `mount -t sysfs none ${top}/sys`,
        `touch ${top}/ready`,
        'exec sleep 60',
      ];
      holder = spawn('unshare', ['--net', '--mount', 'sh', '-e', '-c', script.join('\n')], {
        stdio: 'ignore',
      });
      await vi.waitUntil(() => exists(join(top, 'ready')));
      const seen = udpPorts(holder.pid ?? 0);
      const [found] = port === null ? seen : seen.filter((one) => one === port);
      expect(found).toBeDefined();
      const evidence = kernelEvidence({ sysRoot: `/proc/${holder.pid}/root${top}/sys` });
      expect(kernelHeld(udp(found ?? 0), evidence)).toEqual({ what });
      expect(kernelHeld(tcp(found ?? 0), evidence)).toEqual({ what: null });
    },
  );
});

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

const udpPorts = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/net/udp`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const port = /^\s*\d+: [0-9A-F]{8}:([0-9A-F]{4}) /.exec(line)?.[1];
      return port === undefined ? [] : [Number.parseInt(port, 16)];
    });
