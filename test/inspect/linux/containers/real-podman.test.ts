import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  containerOfCgroup,
  containerOfForwarder,
  identify,
  listContainers,
  parseForwarder,
  publicationOfForwarder,
} from '../../../../src/inspect/linux/containers/index.ts';
import { askProgram } from '../../../../src/inspect/linux/program.ts';
import {
  natPublications,
  publicationsTo,
  publishedAt,
  withContainers,
} from '../../../../src/inspect/linux/published/index.ts';
import { cgroupPath, parseCgroup } from '../../../../src/inspect/linux/process/cgroup.ts';

/**
 * A container of the real Podman, in network and mount namespaces of the test's own, with its storage in a temp folder:
 * `podman system service` answers the API, netavark writes the NAT rules, conmon holds the published ports.
 */
const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin:/usr/lib/podman`;
const found = (name: string): string | null =>
  path
    .split(':')
    .map((folder) => join(folder, name))
    .find(existsSync) ?? null;
const needed = ['podman', 'netavark', 'runc', 'busybox', 'iptables-nft', 'nft', 'ip', 'unshare', 'nsenter'];
const lacking = process.getuid?.() === 0 ? needed.filter((name) => found(name) === null).join(', ') : 'root';

describe.skipIf(lacking !== '')(
  `a container of the real Podman${lacking === '' ? '' : ` (skipped: needs ${lacking})`}`,
  () => {
    const cgroup = `reeve-podman-${process.pid}`;
    let top = '';
    let shell: ChildProcess | null = null;

    beforeAll(async () => {
      top = mkdtempSync(join(tmpdir(), 'reeve-podman-'));
      for (const name of [
        'root',
        'run',
        'tmp',
        'rootfs/bin',
        'rootfs/proc',
        'rootfs/sys',
        'rootfs/dev',
        'rootfs/etc',
        'rootfs/run',
      ]) {
        mkdirSync(join(top, name), { recursive: true });
      }
      copyFileSync(found('busybox') ?? '', join(top, 'rootfs/bin/busybox'));
      symlinkSync('busybox', join(top, 'rootfs/bin/sleep'));
      shell = spawn(
        'unshare',
        ['--net', '--mount', '--propagation', 'private', 'sh', '-c', script(top, cgroup)],
        {
          stdio: ['pipe', 'ignore', 'ignore'],
          env: { ...process.env, PATH: path },
        },
      );
      await vi.waitUntil(() => existsSync(join(top, 'api.sock')), { timeout: 40_000 });
    });

    afterAll(async () => {
      // The script takes the container down when its input ends, also where this process dies.
      const over =
        shell === null || shell.exitCode !== null
          ? null
          : new Promise((resolve) => shell?.once('exit', resolve));
      shell?.stdin?.end();
      await over;
      for (const hierarchy of hierarchies()) removeCgroup(join(hierarchy, cgroup));
      rmSync(top, { recursive: true, force: true });
    });

    const inside = (): readonly string[] => [`--net=/proc/${shell?.pid}/ns/net`];
    const known = async () => {
      const { containers, engines, notes } = await listContainers({
        endpoints: [{ socket: join(top, 'api.sock'), runtime: 'docker' }],
        timeoutMs: 20_000,
      });
      expect([engines, notes]).toEqual([1, []]);
      return containers;
    };

    test('the API, the cgroup, conmon and the NAT rules tell of one container', async () => {
      const containers = await known();
      expect(containers).toMatchObject([
        {
          name: 'web',
          runtime: 'podman',
          compose: { project: 'shop', service: 'web' },
          addresses: ['10.77.1.7'],
          ports: expect.arrayContaining([
            { transport: 'tcp', hostAddress: '127.0.0.1', hostPort: 18_080, containerPort: 80 },
            { transport: 'udp', hostAddress: '0.0.0.0', hostPort: 18_081, containerPort: 81 },
          ]),
        },
      ]);
      const id = containers[0]?.id ?? '';

      const sleeper = readFileSync(join(top, `run/vfs-containers/${id}/userdata/pidfile`), 'utf8').trim();
      const place = containerOfCgroup(
        cgroupPath(parseCgroup(readFileSync(`/proc/${sleeper}/cgroup`, 'utf8'))) ?? '',
      );
      expect(place === null ? null : identify(place, containers)).toMatchObject({
        id,
        name: 'web',
        runtime: 'podman',
      });

      const ports = execFileSync('nsenter', [...inside(), 'ss', '-Htulnp', 'sport = :18080'], {
        encoding: 'utf8',
        env: { ...process.env, PATH: path },
      });
      const holder = Number(/pid=(\d+)/.exec(ports)?.[1]);
      const forwarder = parseForwarder(readFileSync(`/proc/${holder}/cmdline`, 'utf8').split('\0'));
      expect(forwarder).toMatchObject({ program: 'conmon', container: { id, name: 'web' } });
      const at = { transport: 'tcp', address: '127.0.0.1', port: 18_080 } as const;
      expect(forwarder === null ? null : containerOfForwarder(forwarder, at, containers)).toMatchObject({
        id,
        name: 'web',
      });
      expect(forwarder === null ? null : publicationOfForwarder(forwarder, at, containers)).toMatchObject({
        targetAddress: '10.77.1.7',
        targetPort: 80,
        by: 'podman',
      });

      const { publications, complete } = await natPublications({
        ask: (file, args, limits) =>
          askProgram('nsenter', [...inside(), file, ...args], { ...limits, timeoutMs: 20_000 }),
        procRoot: `/proc/${shell?.pid}`,
        permitted: true,
      });
      expect(complete).toBe(true);
      const named = withContainers(publications, containers);
      expect(publishedAt(named, { port: 18_081, transport: null, hostAddresses: [] })).toMatchObject([
        {
          transport: 'udp',
          hostAddress: '0.0.0.0',
          targetAddress: '10.77.1.7',
          targetPort: 81,
          by: 'iptables',
          container: { name: 'web' },
        },
      ]);
      const target = { transport: 'tcp', port: 80, addresses: ['10.77.1.7'], containerId: null } as const;
      expect(publicationsTo(named, target)).toMatchObject([{ hostAddress: '127.0.0.1', hostPort: 18_080 }]);
    });
  },
);

function script(top: string, cgroup: string): string {
  const podman = `podman --root ${top}/root --runroot ${top}/run --tmpdir ${top}/tmp --network-config-dir ${top}/networks --cgroup-manager cgroupfs --storage-driver vfs --runtime runc --events-backend none --network-backend netavark`;
  const options = [
    `--name web --cgroup-parent /${cgroup} --network shop --ip 10.77.1.7 -p 127.0.0.1:18080:80 -p 18081:81/udp`,
    '--ulimit nofile=1024:1024 --ulimit nproc=1024:1024 --log-driver none',
    '--label com.docker.compose.project=shop --label com.docker.compose.service=web',
  ];
  return `
    mount -t tmpfs tmpfs /run
    ip link set lo up
    ${podman} network create --subnet 10.77.1.0/24 shop
    ${podman} run -d ${options.join(' ')} --rootfs ${top}/rootfs /bin/sleep 300
    ${podman} system service --time=0 unix://${top}/api.sock & service=$!
    read -r _
    ${podman} rm -f -t 0 web
    ${podman} network rm shop
    kill $service
    wait $service`;
}

const hierarchies = (): readonly string[] => [
  '/sys/fs/cgroup',
  ...readdirSync('/sys/fs/cgroup').map((name) => `/sys/fs/cgroup/${name}`),
];

function removeCgroup(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeCgroup(join(folder, entry.name));
  try {
    rmdirSync(folder);
  } catch {
    // A process of it is still ending; an empty cgroup more is no harm.
  }
}
