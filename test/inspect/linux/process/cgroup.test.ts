import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cgroupPath, parseCgroup, sandboxOf } from '../../../../src/inspect/linux/process/cgroup.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const pathOf = (text: string): string | null => cgroupPath(parseCgroup(text));

describe('the cgroup of a process', () => {
  test.each([
    ['version 2', '0::/system.slice/nginx.service\n', '/system.slice/nginx.service'],
    ['version 1', '12:pids:/x\n1:name=systemd:/system.slice/cron.service\n', '/system.slice/cron.service'],
    [
      'both, as a mixed host has them',
      '1:name=systemd:/system.slice/a.service\n0::/system.slice/b.service\n',
      '/system.slice/a.service',
    ],
    ['version 1 without systemd in it', '9:name=systemd:/\n4:memory:/docker/abc\n0::/\n', '/'],
    ['a path with colons', '0::/system.slice/a:b:c.service\n', '/system.slice/a:b:c.service'],
    ['nothing', '', null],
    ['nonsense', 'x\n::\n0::relative\n', null],
  ])('%s', (_, text, expected) => {
    expect(pathOf(text)).toBe(expected);
  });

  test('other hierarchies are kept by their controllers', () => {
    const { controllers } = parseCgroup('8:cpu,cpuacct:/docker/abc\n0::/\n');
    expect([...controllers]).toEqual([['cpu,cpuacct', '/docker/abc']]);
  });

  test('any text is read without an error, and a path begins with a slash', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(':', '/', '0', '1', '\n', 'a', '=') }), (text) => {
        expect(pathOf(text)?.startsWith('/') ?? true).toBe(true);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

describe('the sandbox', () => {
  const app = '/user.slice/user-1000.slice/user@1000.service/app.slice';
  test.each([
    [`${app}/snap.firefox.firefox-0b2c3d4e-1111-2222-3333-444455556666.scope`, 'snap.firefox'],
    ['/system.slice/snap.lxd.daemon.service', 'snap.lxd'],
    ['/system.slice/snap.nextcloud_two.apache.service/inner', 'snap.nextcloud_two'],
    [`${app}/app-flatpak-org.gnome.Maps-12345.scope`, 'flatpak org.gnome.Maps'],
    [`${app}/app-flatpak-io.x.My\\x2dApp-7.scope`, 'flatpak io.x.My-App'],
    ['/system.slice/snapd.service', null],
    ['/system.slice/snap.service', null],
    [null, null],
  ])('of %s is %s', (path, expected) => {
    expect(sandboxOf(path)).toBe(expected);
  });
});
