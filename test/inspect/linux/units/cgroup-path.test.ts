import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isManagersCgroup, unitOfCgroup } from '../../../../src/inspect/linux/units/cgroup-path.ts';
import { unescapeUnit, unitOfDirectory, unitTypeOf } from '../../../../src/inspect/linux/units/unit-name.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const id = '3ea752c1cce6a65b39af7f68c971186e020992514b663ab7a917f47da70450fa';
const pod = 'b7f1a2c4_11d2_4a7e_9e0c_0d5a3f1c2b3d';

type Case = [path: string, unit: string | null, userManager?: number];

const cases: Case[] = [
  ['/system.slice/nginx.service', 'nginx.service'],
  ['/system.slice/ssh.socket', 'ssh.socket'],
  ['/system.slice/postgresql.service/worker', 'postgresql.service'],
  ['/system.slice/system-postgresql.slice/postgresql@15-main.service', 'postgresql@15-main.service'],
  ['/system.slice/system-getty.slice/getty@tty1.service', 'getty@tty1.service'],
  [
    String.raw`/system.slice/system-openvpn\x2dserver.slice/openvpn-server@eu.service`,
    'openvpn-server@eu.service',
  ],
  [String.raw`/system.slice/dev-disk-by\x2duuid-ab.swap`, String.raw`dev-disk-by\x2duuid-ab.swap`],
  ['/system.slice/srv-data.mount', 'srv-data.mount'],
  ['/init.scope', 'init.scope'],
  ['/user.slice/user-1000.slice/session-3.scope', 'session-3.scope'],
  ['/user.slice/user-1000.slice/session-c2.scope', 'session-c2.scope'],
  ['/user.slice/user-1000.slice/user@1000.service/app.slice/syncthing.service', 'syncthing.service', 1000],
  ['/user.slice/user-1000.slice/user@1000.service/init.scope', 'user@1000.service'],
  ['/user.slice/user-1000.slice/user@1000.service', 'user@1000.service'],
  ['/user.slice/user-0.slice/user@0.service/app.slice/app-a.slice/a.socket', 'a.socket', 0],
  [
    '/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-org.gnome.Terminal-4242.scope',
    'app-gnome-org.gnome.Terminal-4242.scope',
    1000,
  ],
  [
    `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${id}.scope/container`,
    `libpod-${id}.scope`,
    1000,
  ],
  [
    `/user.slice/user-1000.slice/user@1000.service/app.slice/redis.service/libpod-payload-${id}`,
    'redis.service',
    1000,
  ],
  [`/system.slice/docker-${id}.scope`, `docker-${id}.scope`],
  [`/system.slice/docker-${id}.scope/system.slice/nginx.service`, `docker-${id}.scope`],
  [`/machine.slice/libpod-${id}.scope/container`, `libpod-${id}.scope`],
  ['/machine.slice/machine-web.scope', 'machine-web.scope'],
  [
    String.raw`/machine.slice/machine-qemu\x2d1\x2dvm.scope/libvirt/emulator`,
    String.raw`machine-qemu\x2d1\x2dvm.scope`,
  ],
  [
    '/machine.slice/systemd-nspawn@web.service/payload/system.slice/nginx.service',
    'systemd-nspawn@web.service',
  ],
  [
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${pod}.slice/cri-containerd-${id}.scope`,
    `cri-containerd-${id}.scope`,
  ],
  [`/kubepods/burstable/pod${pod}/${id}`, null],
  [`/docker/${id}`, null],
  ['/lxc/web', null],
  ['/lxc.payload.web/system.slice/nginx.service', null],
  ['/system.slice/snap.lxd.daemon.service', 'snap.lxd.daemon.service'],
  ['/system.slice', 'system.slice'],
  ['/user.slice/user-1000.slice', 'user-1000.slice'],
  ['/../system.slice/nginx.service', 'nginx.service'],
  ['/system.slice/nginx.service (deleted)', 'nginx.service'],
  ['/system.slice/__odd.service', '_odd.service'],
  ['/system.slice/_cpu.service', 'cpu.service'],
  ['/', null],
  ['', null],
  ['/process_api/461e9ff6c0439172355a61ce8b042115', null],
  ['/system.slice/@x.service', 'system.slice'],
  [`/system.slice/${'a'.repeat(250)}.service`, 'system.slice'],
];

describe('unitOfCgroup', () => {
  test.each(cases)('%s', (path, name, userManager) => {
    const unit = unitOfCgroup(path);
    expect(unit?.name ?? null).toBe(name);
    expect(unit?.userManager).toBe(userManager);
    expect(unit?.source ?? 'cgroup').toBe('cgroup');
  });

  test('gives the type its name ends with', () => {
    expect(unitOfCgroup('/system.slice/ssh.socket')?.type).toBe('socket');
    expect(unitOfCgroup('/user.slice/user-1000.slice/session-3.scope')?.type).toBe('scope');
  });

  test('any path: no unit, or one whose name is in the path and valid', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        'system.slice',
        'user@1000.service',
        'a.service',
        '_b.scope',
        'init.scope',
        '..',
        'x.slice',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = `/${pieces.join('/')}`;
        const unit = unitOfCgroup(path);
        if (unit === null) return true;
        return path.includes(unit.name) && unitTypeOf(unit.name) === unit.type;
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  test('a unit below any slices is found whatever hangs below it', () => {
    const slice = fc.stringMatching(/^[a-z]{1,8}$/).map((name) => `${name}.slice`);
    const unit = fc.stringMatching(/^[a-z][a-z0-9:.-]{0,12}$/).map((name) => `${name}.service`);
    fc.assert(
      fc.property(
        fc.array(slice, { maxLength: 4 }),
        unit,
        fc.array(fc.stringMatching(/^[a-z.]{1,9}$/)),
        (above, name, below) => {
          expect(unitOfCgroup(`/${[...above, name, ...below].join('/')}`)?.name).toBe(name);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});

test.each([
  ['/init.scope', true],
  ['/user.slice/user-1000.slice/user@1000.service/init.scope', true],
  ['/system.slice/ssh.service', false],
  ['/', false],
])('the manager made a socket of %s: %s', (path, expected) => {
  expect(isManagersCgroup(path)).toBe(expected);
});

test('names: unescaping and the clash prefix', () => {
  expect(unescapeUnit(String.raw`openvpn\x2dserver`)).toBe('openvpn-server');
  expect(unescapeUnit(String.raw`caf\xc3\xa9`)).toBe('café');
  expect(unescapeUnit(String.raw`\x2`)).toBe(String.raw`\x2`);
  expect(unitOfDirectory('_cpu.service')).toBe('cpu.service');
});
