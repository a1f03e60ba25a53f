import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { containerOfCgroup } from '../../../../src/inspect/linux/containers/cgroup.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const id = '3ea752c1cce6a65b39af7f68c971186e020992514b663ab7a917f47da70450fa';
const pod = 'b7f1a2c4_11d2_4a7e_9e0c_0d5a3f1c2b3d';
const burstable = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${pod}.slice`;

type Case = [path: string, id: string | null, runtime?: string];

const cases: Case[] = [
  [`/system.slice/docker-${id}.scope`, id, 'docker'],
  [`/system.slice/docker-${id}.scope/system.slice/nginx.service`, id, 'docker'],
  [`/docker/${id}`, id, 'docker'],
  [`/docker/${id}/init.scope`, id, 'docker'],
  [`/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope`, id, 'docker'],
  [`/machine.slice/libpod-${id}.scope`, id, 'podman'],
  [`/machine.slice/libpod-${id}.scope/container`, id, 'podman'],
  [
    `/user.slice/user-1000.slice/user@1000.service/app.slice/redis.service/libpod-payload-${id}`,
    id,
    'podman',
  ],
  [`/libpod_parent/libpod-${id}`, id, 'podman'],
  [`/machine.slice/libpod-conmon-${id}.scope`, null],
  ['/user.slice/user-1000.slice/user@1000.service/app.slice/redis.service/runtime', null],
  [`${burstable}/cri-containerd-${id}.scope`, id, 'containerd'],
  [`${burstable}/crio-${id}.scope`, id, 'cri-o'],
  [`${burstable}/crio-conmon-${id}.scope`, null],
  [`${burstable}/docker-${id}.scope`, id, 'docker'],
  [
    `/system.slice/containerd.service/kubepods-burstable-pod${pod}.slice:cri-containerd:${id}`,
    id,
    'containerd',
  ],
  [`/kubepods/burstable/pod${pod}/${id}`, id, 'unknown'],
  [`/kubepods/pod${pod}/${id}`, id, 'unknown'],
  [`/ecs/0fc3/${id}`, id, 'unknown'],
  [`/default/${id}`, id, 'unknown'],
  [`/system.slice/nerdctl-${id}.scope`, id, 'containerd'],
  ['/lxc/web', 'web', 'lxc'],
  ['/lxc/101/ns/system.slice/ssh.service', '101', 'lxc'],
  ['/lxc.payload.web', 'web', 'lxc'],
  ['/lxc.payload/web', 'web', 'lxc'],
  ['/lxc.monitor.web', null],
  ['/machine.slice/machine-web.scope', 'web', 'nspawn'],
  [String.raw`/machine.slice/machine-my\x2dweb.scope`, 'my-web', 'nspawn'],
  [String.raw`/machine.slice/machine-lxc\x2d1234\x2dweb.scope`, 'lxc-1234-web', 'lxc'],
  [String.raw`/machine.slice/machine-qemu\x2d1\x2dvm.scope/libvirt/emulator`, null],
  ['/machine.slice/systemd-nspawn@my\\x2dweb.service/payload/system.slice/nginx.service', 'my-web', 'nspawn'],
  ['/machine.slice/systemd-nspawn@web.service/supervisor', null],
  [`/system.slice/docker-${id.slice(1)}.scope`, null],
  ['/system.slice/docker.service', null],
  ['/system.slice/nginx.service', null],
  ['/', null],
  ['', null],
];

describe('containerOfCgroup', () => {
  test.each(cases)('%s', (path, expected, runtime) => {
    const container = containerOfCgroup(path);
    expect(container?.id ?? null).toBe(expected);
    expect(container?.runtime).toBe(runtime);
    expect(container?.name ?? null).toBeNull();
  });

  test('any path gives null or a container with an id', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 10 }),
      fc.constantFrom(
        id,
        `docker-${id}.scope`,
        'docker',
        'lxc',
        'machine-a.scope',
        'systemd-nspawn@x.service',
        'payload',
        '..',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const container = containerOfCgroup(`/${pieces.join('/')}`);
        return container === null || container.id !== '';
      }),
      { numRuns: fuzzRuns(400) },
    );
  });
});
