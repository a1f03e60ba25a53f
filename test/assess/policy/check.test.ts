import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPolicy } from '../../../src/assess/policy/check.ts';
import type { PolicyComparison } from '../../../src/assess/policy/difference.ts';
import { learn } from '../../../src/assess/policy/learn.ts';
import { parsePolicy } from '../../../src/assess/policy/parse.ts';
import type { Listener } from '../../../src/inspect/listener.ts';
import { container, inside, owner, packaged, service, systemd, tcp, udp } from '../machine.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { anyMachine, machine } from './machines.ts';

const sshd = (port = 22, address = '0.0.0.0'): Listener =>
  tcp(port, { address, unit: service('ssh'), by: [packaged('/usr/sbin/sshd', 'openssh-server')] });
const nginx = (port = 80, address = '0.0.0.0'): Listener =>
  tcp(port, { address, unit: service('nginx'), by: [packaged('/usr/sbin/nginx', 'nginx')] });
const app = (runs: string): Listener =>
  tcp(3000, { address: '127.0.0.1', by: [owner('/usr/bin/node', { runs })] });

const after = (then: readonly Listener[], now: readonly Listener[]): PolicyComparison =>
  checkPolicy(parsePolicy(learn(machine(then)), 'ports.yaml'), machine(now));
const by = (policy: string, now: readonly Listener[], visibility = {}): PolicyComparison =>
  checkPolicy(parsePolicy(`version: 1\n${policy}`, 'ports.yaml'), machine(now, visibility));
const kinds = ({ differences }: PolicyComparison): readonly string[] =>
  differences.map(({ kind, port }) => `${kind} ${port}`);

const hidden = (port: number, unit: string | null): Listener =>
  tcp(port, { ownersComplete: false, unit: unit === null ? null : service(unit) });
const named = (comm: string): Listener => tcp(22, { unit: service('ssh'), by: [owner(null, { comm })] });

describe('what a machine can do against its policy', () => {
  test.each<[string, readonly Listener[], readonly Listener[], readonly string[]]>([
    ['nothing', [sshd(), nginx()], [nginx(), sshd()], []],
    ['something new', [sshd()], [sshd(), nginx()], ['unexpected 80']],
    ['something gone', [sshd(), nginx()], [sshd()], ['missing 80']],
    [
      'another program at the place',
      [nginx()],
      [tcp(80, { unit: service('nginx'), by: [owner('/opt/x')] })],
      ['replaced 80'],
    ],
    ['another unit at the place', [nginx()], [{ ...nginx(), unit: service('web') }], ['replaced 80']],
    ['another script at the place', [app('/srv/a.js')], [app('/srv/b.js')], ['replaced 3000']],
    [
      'another container at the place',
      [tcp(80, { container: container('web', 'nginx'), by: [owner('/usr/bin/docker-proxy')] })],
      [tcp(80, { container: container('evil', 'nginx'), by: [owner('/usr/bin/docker-proxy')] })],
      ['replaced 80'],
    ],
    [
      'a second program beside the first',
      [nginx()],
      [nginx(), tcp(80, { address: '127.0.0.1', by: [owner('/opt/x')] })],
      ['unexpected 80'],
    ],
    ['a wider scope', [nginx(80, '127.0.0.1')], [nginx()], ['scope 80']],
    ['a narrower scope', [nginx()], [nginx(80, '127.0.0.1')], ['scope 80']],
    [
      'a wider scope beside the old one',
      [nginx(80, '127.0.0.1')],
      [nginx(80, '127.0.0.1'), nginx()],
      ['scope 80'],
    ],
    ['several scopes become one', [nginx(80, '127.0.0.1'), nginx(80, '10.0.0.1')], [nginx()], ['scope 80']],
    ['another port', [sshd(), nginx()], [sshd(2222), nginx()], ['moved 2222']],
    [
      'another port, which one is not clear',
      [nginx(80), nginx(81)],
      [nginx(8080)],
      ['missing 80', 'missing 81', 'unexpected 8080'],
    ],
    [
      'the same port of another protocol',
      [sshd()],
      [sshd(), udp(22, { by: [owner('/usr/sbin/sshd')] })],
      ['unexpected 22'],
    ],
    [
      'the port of UDP-Lite',
      [udp(53, { by: [owner('/usr/sbin/named')] })],
      [udp(53, { protocol: 136, by: [owner('/usr/sbin/named')] })],
      ['missing 53', 'unexpected 53'],
    ],
  ])('%s', (_name, then, now, expected) => {
    const found = after(then, now);
    expect([...kinds(found)].sort()).toEqual([...expected].sort());
    expect(found.couldNotTell).toEqual([]);
    for (const { text } of found.differences) expect(text).toMatch(/^[^\n]+\.$/);
  });

  test('says what was replaced by what, and where the policy says so', () => {
    const [difference] = after([nginx()], [tcp(80, { by: [owner('/opt/x')] })]).differences;
    expect(difference).toMatchObject({
      kind: 'replaced',
      scope: 'any',
      line: expect.any(Number),
      fields: [
        { field: 'program', wanted: '/usr/sbin/nginx', found: '/opt/x' },
        { field: 'unit', wanted: 'nginx.service', found: null },
      ],
      text: '80/tcp (any): /opt/x listens where /usr/sbin/nginx (nginx.service) should.',
    });
  });

  test.each([
    ['127.0.0.1', '0.0.0.0', 'widened'],
    ['10.0.0.1', '203.0.113.9', 'widened'],
    ['::', '::1', 'narrowed'],
    ['fe80::1', '127.0.0.1', 'narrowed'],
  ])('from %s to %s the scope is %s', (from, to, direction) => {
    expect(after([nginx(80, from)], [nginx(80, to)]).differences).toMatchObject([
      { kind: 'scope', direction },
    ]);
  });

  test('an outsider in the group is named, unless the policy knows it', () => {
    const main = tcp(80, {
      by: [owner('/usr/sbin/d', { pid: 50 }), owner('/opt/x', { pid: 60 })],
      group: { workers: 2, reuseport: 2, outsiders: [60], inodes: [1, 2] },
    });
    expect(after([main], [main]).differences).toEqual([]);
    expect(kinds(by('listeners: [{ port: 80 }]', [main]))).toEqual(['outsider 80']);
    expect(kinds(by('listeners: [{ port: 80, also: [/opt/*] }]', [main]))).toEqual([]);
  });

  test('tells differences in the order of places, whatever the order of the machine', () => {
    const now = [tcp(9, { by: [owner('/a')] }), udp(7, { by: [owner('/b')] }), tcp(8, { by: [owner('/c')] })];
    const expected = ['unexpected 8', 'unexpected 9', 'unexpected 7'];
    expect(kinds(by('', now))).toEqual(expected);
    expect(kinds(by('', now.toReversed()))).toEqual(expected);
  });
});

describe('what a person writes', () => {
  test.each<[string, string, readonly Listener[], readonly string[]]>([
    [
      'a span covers its ports',
      'listeners: [{ port: 3000-3010, program: /usr/bin/node }]',
      [app('a'), { ...app('b'), port: 3010 }],
      [],
    ],
    [
      'and ends where it ends',
      'listeners: [{ port: 3000-3010, optional: true }]',
      [{ ...app('b'), port: 3011 }],
      ['unexpected 3011'],
    ],
    [
      'an empty span is missing once',
      'listeners: [{ port: 3000-3010, program: /usr/bin/node }]',
      [],
      ['missing 3000'],
    ],
    ['optional may be absent', 'listeners: [{ port: 22, program: /usr/sbin/sshd, optional: true }]', [], []],
    [
      'optional must still be that',
      'listeners: [{ port: 22, program: /usr/sbin/sshd, optional: true }]',
      [tcp(22, { by: [owner('/opt/x')] })],
      ['replaced 22'],
    ],
    ['a place alone takes anybody', 'listeners: [{ port: 22 }]', [sshd()], []],
    [
      'a scope alone',
      'listeners: [{ port: 22, scope: loopback }]',
      [sshd()],
      ['missing 22', 'unexpected 22'],
    ],
    [
      'an address',
      'listeners: [{ port: 22, address: 10.0.0.1, program: /usr/sbin/sshd }]',
      [sshd(22, '10.0.0.1')],
      [],
    ],
    [
      'another address',
      'listeners: [{ port: 22, address: 10.0.0.1, program: /usr/sbin/sshd }]',
      [sshd(22, '10.0.0.2')],
      ['scope 22'],
    ],
    ['a name for a program', 'listeners: [{ port: 22, program: sshd }]', [sshd()], []],
    ['a star', 'listeners: [{ port: 22, program: /usr/*/sshd }]', [sshd()], []],
    ['a star ends at a slash', 'listeners: [{ port: 22, program: /*/sshd }]', [sshd()], ['replaced 22']],
    ['the unit by its socket', 'listeners: [{ port: 22, unit: ssh.socket }]', [sshd()], []],
    ['ignored by place', 'ignore: [{ port: 3000-3010, scope: loopback }]', [app('a')], []],
    ['ignored by program', 'ignore: [{ program: /usr/bin/node }]', [app('a')], []],
    ['not ignored elsewhere', 'ignore: [{ port: 3000-3010, scope: any }]', [app('a')], ['unexpected 3000']],
    [
      'what is ignored does not stand in for what is wanted',
      'listeners: [{ port: 22 }]\nignore: [{ program: /usr/sbin/sshd }]',
      [sshd()],
      ['missing 22'],
    ],
    [
      'a class of passing ports',
      'ephemeral: [{ program: /usr/bin/x }]',
      [udp(40_000, { by: [owner('/usr/bin/x')] })],
      [],
    ],
    [
      'the class is of that program',
      'ephemeral: [{ program: /usr/bin/x }]',
      [udp(40_000, { by: [owner('/usr/bin/y')] })],
      ['unexpected 40000'],
    ],
    [
      'the class has passing ports only',
      'ephemeral: [{ program: /usr/bin/x }]',
      [udp(400, { by: [owner('/usr/bin/x')] })],
      ['unexpected 400'],
    ],
    [
      'the class ends at its scope',
      'ephemeral: [{ program: /usr/bin/x, scope: loopback }]',
      [udp(40_000, { by: [owner('/usr/bin/x')] })],
      ['unexpected 40000'],
    ],
    [
      'TCP for others is no class',
      'ephemeral: [{ program: /usr/bin/x, protocol: tcp }]',
      [tcp(40_000, { by: [owner('/usr/bin/x')] })],
      ['unexpected 40000'],
    ],
    [
      'a connected socket is no listener',
      '',
      [udp(500, { peer: { address: '10.0.0.2', port: 9 }, by: [owner('/usr/bin/x')] })],
      [],
    ],
    [
      'the kernel',
      'listeners: [{ port: 2049, program: kernel }]',
      [tcp(2049, { kernel: { what: null } })],
      [],
    ],
    [
      'a container',
      'listeners: [{ port: 80, scope: container, container: web-* }]',
      [tcp(80, { ...inside('web-1', 'nginx'), by: [owner('/nginx')] })],
      [],
    ],
    [
      'a namespace',
      'listeners: [{ port: 80, namespace: blue }]',
      [tcp(80, { netns: { inode: 2, name: 'blue', own: false }, by: [owner('/nginx')] })],
      [],
    ],
    ['the same port elsewhere', 'listeners: [{ port: 80, namespace: blue }]', [nginx()], ['replaced 80']],
  ])('%s', (_name, policy, now, expected) => {
    expect([...kinds(by(policy, now))].sort()).toEqual([...expected].sort());
  });
});

describe('what could not be seen', () => {
  test('a hidden holder is no difference, and no agreement either', () => {
    const found = after([sshd(), nginx()], [hidden(22, 'ssh'), hidden(80, null)]);
    expect(found.differences).toEqual([]);
    expect(found.couldNotTell.map(({ port }) => port)).toEqual([22, 80]);
  });

  test('what is visible of it may still contradict', () => {
    expect(kinds(after([sshd()], [hidden(22, 'evil')]))).toEqual(['replaced 22']);
  });

  test('a place that no line knows is a difference, whoever holds it', () => {
    expect(kinds(after([sshd()], [sshd(), hidden(4444, null)]))).toEqual(['unexpected 4444']);
  });

  test('a policy learned without a look at holders is met by anybody', () => {
    expect(after([hidden(22, 'ssh')], [sshd()])).toEqual({ differences: [], couldNotTell: [] });
  });

  test('a name alone may contradict a path, but not prove it', () => {
    expect(after([sshd()], [named('sshd')]).couldNotTell).toHaveLength(1);
    expect(kinds(after([sshd()], [named('thief')]))).toEqual(['replaced 22']);
  });

  test('a sleeping socket unit hides no program', () => {
    const asleep = tcp(22, {
      unit: { name: 'ssh.socket', type: 'socket', socketUnit: 'ssh.socket', source: 'systemd' },
      by: [systemd()],
    });
    expect(after([sshd()], [asleep])).toEqual({ differences: [], couldNotTell: [] });
  });

  test('an ignored program that is hidden', () => {
    expect(by('ignore: [{ program: /usr/bin/x }]', [hidden(80, null)]).couldNotTell).toHaveLength(1);
  });

  test('all as the policy says is not said while namespaces are hidden', () => {
    const { differences, couldNotTell } = by('listeners: []', [], { namespaces: { seen: 3, hidden: 1 } });
    expect(differences).toEqual([]);
    expect(couldNotTell).toMatchObject([
      { text: '1 network namespace could not be read, so listeners there were not compared.' },
    ]);
  });

  test('a container that may be in a namespace nobody could look into', () => {
    const policy = 'listeners: [{ port: 80, scope: container, container: web }, { port: 22 }]';
    const blind = by(policy, [], { namespaces: { seen: 1, hidden: null } });
    expect(kinds(blind)).toEqual(['missing 22']);
    expect(blind.couldNotTell).toMatchObject([
      { port: 80, listener: null },
      { port: null, text: expect.stringMatching(/namespaces could not be read/) },
    ]);
    expect(kinds(by(policy, []))).toEqual(['missing 22', 'missing 80']);
  });
});

test('any machine against any policy: every listener is told of once at most, in any order the same', () => {
  fc.assert(
    fc.property(anyMachine, anyMachine, (then, now) => {
      const policy = parsePolicy(learn(then), 'p');
      const { differences, couldNotTell } = checkPolicy(policy, now);
      const told = [...differences.filter(({ kind }) => kind !== 'outsider'), ...couldNotTell].flatMap(
        ({ listener }) => listener ?? [],
      );
      expect(new Set(told).size).toBe(told.length);
      // One more for namespaces that were hidden.
      expect(differences.length + couldNotTell.length).toBeLessThanOrEqual(
        3 * (then.listeners.length + now.listeners.length) + 1,
      );
      const again = checkPolicy(policy, { ...now, listeners: now.listeners.toReversed() });
      expect(again.differences.map(({ kind, text }) => [kind, text])).toEqual(
        differences.map(({ kind, text }) => [kind, text]),
      );
      expect(again.couldNotTell.map(({ text }) => text)).toEqual(couldNotTell.map(({ text }) => text));
    }),
    { numRuns: fuzzRuns(300) },
  );
});
