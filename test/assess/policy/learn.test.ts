import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPolicy } from '../../../src/assess/policy/check.ts';
import { learn } from '../../../src/assess/policy/learn.ts';
import { parsePolicy } from '../../../src/assess/policy/parse.ts';
import type { Inspection, Listener, Owner } from '../../../src/inspect/listener.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { base } from '../ordinary/base.ts';
import { containers } from '../ordinary/containers.ts';
import { desktop } from '../ordinary/desktop.ts';
import { developer } from '../ordinary/developer.ts';
import { server } from '../ordinary/server.ts';
import { owner, packaged, service, systemd, tcp, udp } from '../machine.ts';
import { anyMachine, machine } from './machines.ts';

const compared = (policyOf: Inspection, now: Inspection): ReturnType<typeof checkPolicy> =>
  checkPolicy(parsePolicy(learn(policyOf), 'ports.yaml'), now);
const nothing = { differences: [], couldNotTell: [] };

const again = (one: Owner): Owner =>
  one.pid === 1
    ? one
    : {
        ...one,
        pid: one.pid + 5000,
        fd: one.fd + 1,
        startedAt: '2027-01-01T00:00:00.000Z',
        exeDeleted: false,
        ancestry: one.ancestry.map(({ pid, comm }) => ({ pid: pid === 1 ? 1 : pid + 5000, comm })),
      };

/** The same machine after a reboot: other pids, inodes, times and descriptors, listed in another order. */
function restarted({ listeners, ...rest }: Inspection): Inspection {
  const after = listeners.map((one): Listener => {
    const outsiders = one.group.outsiders.map((pid) => (pid === 1 ? 1 : pid + 5000));
    return {
      ...one,
      inode: one.inode + 9,
      owners: one.owners.map(again).toReversed(),
      group: { ...one.group, outsiders },
    };
  });
  return { ...rest, listeners: after.toReversed() };
}

const sshd = (address: string): Listener =>
  tcp(22, { address, unit: service('ssh'), by: [packaged('/usr/sbin/sshd', 'openssh-server')] });
const avahi = (port: number): Listener =>
  udp(port, { unit: service('avahi-daemon'), by: [packaged('/usr/sbin/avahi-daemon', 'avahi-daemon')] });
const nix = (hash: string): Inspection =>
  machine([tcp(80, { by: [owner(`/nix/store/${hash}-nginx-1.26/bin/nginx`)] })]);

const started = (words: readonly string[]): Inspection =>
  machine([tcp(80, { by: [packaged('/usr/sbin/nginx', 'nginx', { cmdline: words })] })]);

describe('learn', () => {
  test('what is learned is in order, whatever the machine', () => {
    fc.assert(
      fc.property(anyMachine, (now) => {
        expect(compared(now, now)).toEqual(nothing);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test('a restart is no difference, and changes no letter', () => {
    fc.assert(
      fc.property(anyMachine, (now) => {
        const later = restarted(now);
        expect(compared(now, later)).toEqual(nothing);
        expect(learn(later)).toBe(learn(now));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  test('other words on the command line are no difference', () => {
    expect(compared(started(['nginx', '-c', 'a']), started(['nginx', '-c', 'b']))).toEqual(nothing);
  });

  test('every ordinary listener of the tables', () => {
    const all = machine(
      [...server, ...base, ...desktop, ...developer, ...containers].map(([, listener]) => listener),
    );
    expect(compared(all, restarted(all))).toEqual(nothing);
  });

  test('writes plain, sorted entries with the name that people know', () => {
    const text = learn(machine([tcp(80, { by: [owner('/usr/sbin/nginx')] }), sshd('::'), sshd('0.0.0.0')]));
    expect(
      text.slice(text.indexOf('listeners:'), text.indexOf('\n# What is to be left out')),
    ).toBe(`listeners:
  # OpenSSH server
  - port: 22
    protocol: tcp
    scope: any
    program: /usr/sbin/sshd
    unit: ssh.service
  # nginx
  - port: 80
    protocol: tcp
    scope: any
    program: /usr/sbin/nginx
`);
  });

  test('folds sockets on passing ports into one class of a program', () => {
    const then = machine([avahi(5353), avahi(40_001), avahi(47_111)]);
    const text = learn(then);
    expect(text.match(/port: /g)?.length).toBe(2); // 5353, and the example in the comment
    expect(text).toContain(
      'ephemeral:\n  - protocol: udp\n    scope: any\n    program: /usr/sbin/avahi-daemon\n',
    );
    expect(compared(then, machine([avahi(5353), avahi(59_000)]))).toEqual(nothing);
    expect(compared(then, machine([avahi(5353)]))).toEqual(nothing);
  });

  test('keeps a service within the ephemeral range apart', () => {
    const mysql = tcp(33_060, { by: [packaged('/usr/sbin/mysqld', 'mysql-server')] });
    const wireguard = udp(51_820, { inode: 0, kernel: { what: 'WireGuard wg0' } });
    const text = learn(machine([mysql, wireguard]));
    expect(text).toContain('- port: 33060\n');
    expect(text).toContain('- port: 51820\n');
    expect(text).not.toContain('ephemeral:\n');
  });

  test('a service that sleeps behind its socket unit is the same awake', () => {
    const asleep = tcp(631, {
      unit: {
        name: 'cups.socket',
        type: 'socket',
        socketUnit: 'cups.socket',
        source: 'systemd',
        activates: 'cups.service',
      },
      by: [systemd()],
    });
    const awake = tcp(631, {
      unit: service('cups', { socketUnit: 'cups.socket' }),
      by: [systemd(), packaged('/usr/sbin/cupsd', 'cups-daemon')],
    });
    expect(compared(machine([asleep]), machine([awake]))).toEqual(nothing);
    expect(compared(machine([awake]), machine([asleep]))).toEqual(nothing);
  });

  test('what an upgrade changes in a path is a star', () => {
    expect(learn(nix('aaaa'))).toContain('program: /nix/store/*/bin/nginx\n');
    expect(compared(nix('aaaa'), nix('bbbb'))).toEqual(nothing);
  });

  test('names that a session makes up are not learned', () => {
    const unit = { name: 'session-3.scope', type: 'scope', socketUnit: null, source: 'cgroup' } as const;
    expect(learn(machine([tcp(8000, { unit, by: [owner('/usr/bin/x')] })]))).not.toContain('session');
    const run = service('run-u12');
    expect(learn(machine([tcp(8000, { unit: run, by: [owner('/usr/bin/x')] })]))).not.toContain('run-u12');
  });

  test('command lines are never written', () => {
    const secret = owner('/usr/bin/x', {
      cmdline: ['/usr/bin/x', '--password=hunter2'],
      cwd: '/home/hunter2',
    });
    expect(learn(machine([tcp(8000, { by: [secret] }), udp(45_000, { by: [secret] })]))).not.toContain(
      'hunter2',
    );
  });

  test('raw and packet sockets may be absent', () => {
    const then = machine([
      tcp(null, { kind: 'packet', address: '*', by: [packaged('/usr/sbin/dhclient', 'isc-dhcp-client')] }),
    ]);
    expect(compared(then, machine([]))).toEqual(nothing);
  });

  test('a machine without listeners', () => {
    expect(compared(machine([]), machine([]))).toEqual(nothing);
  });

  test('more than a policy may hold is refused', () => {
    const many = Array.from({ length: 30_000 }, (_, port) =>
      tcp(port, { by: [owner(`/opt/program-${port}/bin/program`)] }),
    );
    expect(() => learn(machine(many))).toThrow(expect.objectContaining({ code: 'POLICY_TOO_LARGE' }));
  });
});

test('what the verdict would doubt is said above its entry, and never called by the name it bears', () => {
  const text = learn(machine([tcp(2222, { by: [owner('/tmp/sshd', { package: null })] })]));
  expect(text).toContain(
    '  # look into this before you keep it: borrowed-name, temporary-folder\n  - port: 2222\n',
  );
  expect(text).not.toContain('# OpenSSH');
});
