import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cgroupOfProcess } from '../../../../src/inspect/linux/units/process-cgroup.ts';
import { sandboxOfCgroup } from '../../../../src/inspect/linux/units/sandbox.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const id = 'a113cd46ca22abdf74050fc87aee904564fc5fda151e0bd614cb80240599f4c9';

test.each([
  ['unified', '0::/system.slice/ssh.service\n', '/system.slice/ssh.service'],
  [
    'hybrid, where only systemd’s own hierarchy tells',
    '2:cpu,cpuacct:/\n1:name=systemd:/system.slice/cron.service\n0::/\n',
    '/system.slice/cron.service',
  ],
  [
    'hybrid, both tell',
    '1:name=systemd:/system.slice/cron.service\n0::/system.slice/cron.service/x\n',
    '/system.slice/cron.service/x',
  ],
  [
    'version 1 with docker by cgroupfs',
    `12:pids:/docker/${id}\n1:name=systemd:/docker/${id}\n`,
    `/docker/${id}`,
  ],
  ['only a controller tells', '9:name=systemd:/\n4:memory:/pool/one\n0::/\n', '/pool/one'],
  ['the root', '0::/\n', '/'],
  [
    'a colon in the path',
    '0::/system.slice/containerd.service/k.slice:cri:x\n',
    '/system.slice/containerd.service/k.slice:cri:x',
  ],
  ['nothing', '', null],
  ['garbage', 'hello\n:::\n', null],
])('%s', (_, text, expected) => {
  expect(cgroupOfProcess(text)).toBe(expected);
});

test('any text: null or an absolute path from it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('0::/a', '1:name=systemd:/b', '3:x:/'))),
      (lines) => {
        const path = cgroupOfProcess(lines.join('\n'));
        return path === null || (path.startsWith('/') && lines.join('\n').includes(path));
      },
    ),
    { numRuns: fuzzRuns(300) },
  );
});

test.each([
  ['/system.slice/snap.lxd.daemon.service', 'snap.lxd'],
  [
    '/user.slice/user-1000.slice/user@1000.service/app.slice/snap.firefox.firefox-2d8cfa65-9c5e.scope',
    'snap.firefox',
  ],
  ['/user.slice/user-1000.slice/user@1000.service/snap.code_two.code-1.scope', 'snap.code_two'],
  [
    '/user.slice/user-1000.slice/user@1000.service/app.slice/app-flatpak-org.mozilla.firefox-1234567.scope',
    'flatpak org.mozilla.firefox',
  ],
  [String.raw`/app.slice/app-flatpak-org.some\x2dapp-77.scope`, 'flatpak org.some-app'],
  ['/system.slice/snapd.service', null],
  ['/system.slice/snap.service', null],
  ['/', null],
])('sandbox of %s', (path, expected) => {
  expect(sandboxOfCgroup(path)).toBe(expected);
});
