import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlatformOptions } from '../../../src/inspect/asked/options.ts';
import type { ProgramAnswer } from '../../../src/inspect/linux/program.ts';
import { inspectWindows } from '../../../src/inspect/windows/index.ts';
import { addresses, answering, failing, recorded, said } from '../recorded.ts';
import { fuzzRuns } from '../../fuzz.ts';

const file = (name: string): ProgramAnswer => said(recorded('windows', name));
const netsh = [
  ['excludedportrange protocol=tcp', file('excluded-en.txt')],
  ['excludedportrange protocol=udp', file('excluded-es.txt')],
  ['dynamicport', file('dynamic-en.txt')],
] as const;
const modern = [['powershell.exe', file('powershell-5.1.txt')], ...netsh] as const;
const old = [
  ['powershell.exe', failing('missing')],
  ['netstat.exe', file('netstat-en.txt')],
  ['tasklist.exe', file('tasklist-svc-en.csv')],
  ...netsh,
] as const;
const base: PlatformOptions = {
  kinds: ['tcp', 'udp'],
  connected: false,
  interfaces: addresses('127.0.0.1', '192.168.178.20', 'fe80::3c5f:a1b2:77d0:1'),
  ask: answering(modern),
};
const holder = async (port: number, options = base) =>
  (await inspectWindows({ ...options, port })).listeners[0];

describe('by PowerShell', () => {
  test('a developer’s server: what runs, why, and from where it is reached', async () => {
    const listener = await holder(5173);
    expect(listener?.owners).toEqual([
      {
        pid: 9876,
        fd: -1,
        comm: 'node.exe',
        exe: 'C:\\Program Files\\nodejs\\node.exe',
        exeDeleted: null,
        cmdline: [
          'C:\\Program Files\\nodejs\\node.exe',
          'C:\\Users\\ann\\My Shop\\node_modules\\vite\\bin\\vite.js',
          '--port',
          '5173',
        ],
        cwd: null,
        startedAt: '2026-10-27T10:08:19.000Z',
        uid: null,
        user: 'DESK\\ann',
        tty: null,
        ancestry: [
          { pid: 9000, comm: 'cmd.exe' },
          { pid: 5000, comm: 'explorer.exe' },
          { pid: 764, comm: 'services.exe' },
        ],
        runs: 'C:\\Users\\ann\\My Shop\\node_modules\\vite\\bin\\vite.js',
        interpreter: 'node',
      },
    ]);
    expect(listener).toMatchObject({
      exposure: 'loopback',
      ownersComplete: true,
      user: 'DESK\\ann',
      uid: -1,
      unit: null,
    });
  });

  test('a service host is named by its services', async () => {
    const dns = await holder(5353);
    expect(dns?.unit).toMatchObject({ name: 'Dnscache', type: 'service', description: 'DNS Client' });
    expect(dns?.owners[0]?.runs).toBe('Dnscache');
    expect((await holder(135))?.unit).toMatchObject({ name: 'RpcEptMapper, RpcSs', description: null });
  });

  test('what the System process has is the kernel’s', async () => {
    const { listeners } = await inspectWindows(base);
    const kernel = listeners.filter((one) => one.kernel !== null);
    expect(kernel.map(({ port, kind }) => `${port}/${kind}`)).toEqual(['445/tcp', '80/tcp', '137/udp']);
    expect(kernel.every(({ owners, ownersComplete }) => owners.length === 0 && ownersComplete)).toBe(true);
    expect(kernel[0]?.kernel?.what).toContain('System (pid 4)');
  });

  test('a parent that is younger than its child is another process', async () => {
    expect((await holder(3000))?.owners[0]).toMatchObject({
      comm: 'python.exe',
      runs: 'http.server',
      ancestry: [],
    });
  });

  test('a socket whose process has ended is kept and said', async () => {
    const { listeners, visibility } = await inspectWindows(base);
    expect(listeners.find(({ port }) => port === 8080)).toMatchObject({
      ownersComplete: false,
      owners: [{ pid: 31337, comm: '' }],
    });
    expect(visibility.complete).toBe(false);
    expect(visibility.notes.join(' ')).toContain('1 socket belongs to a process that could not be found');
  });

  test('addresses and reach', async () => {
    const { listeners } = await inspectWindows(base);
    expect(listeners.find(({ port }) => port === 1900)).toMatchObject({
      device: '4',
      exposure: 'link-local',
      family: 6,
    });
    expect(
      listeners.filter(({ port }) => port === 135).map((one) => [one.address, one.dualStack, one.exposure]),
    ).toEqual([
      ['::', null, 'link-local'],
      ['0.0.0.0', false, 'private'],
    ]);
  });

  test('the host’s ports, and an elevated look is complete where nothing is missing', async () => {
    const { host, visibility, listingComplete } = await inspectWindows({ ...base, port: 5173 });
    expect(host.ephemeral).toEqual({ from: 49_152, to: 65_535 });
    expect(host.reserved).toContainEqual({ from: 5985, to: 5985 });
    expect(host.reserved).toContainEqual({ from: 1025, to: 1124 });
    expect(host.unprivilegedFrom).toBe(0);
    expect([visibility.complete, visibility.privileged, listingComplete]).toEqual([true, true, true]);
    expect(visibility).toMatchObject({ method: 'walk', notes: ['Owners are as PowerShell names them.'] });
  });

  test('one thing instead of lists, not elevated', async () => {
    const options = { ...base, ask: answering([['powershell.exe', file('powershell-one.txt')], ...netsh]) };
    const { listeners, visibility } = await inspectWindows(options);
    expect(listeners.map(({ port, owners }) => [port, owners[0]?.pid, owners[0]?.exe])).toEqual([
      [5050, 2460, null],
    ]);
    expect([visibility.privileged, visibility.complete]).toEqual([false, false]);
    expect(visibility.notes.join(' ')).toContain('Not run as administrator');
  });
});

describe('by netstat and tasklist', () => {
  const options = { ...base, ask: answering(old) };

  test('who holds what, with services', async () => {
    const { listeners, listingComplete, visibility } = await inspectWindows(options);
    expect(
      listeners.map(({ port, kind, owners, unit }) => [
        `${port}/${kind}`,
        owners.map(({ comm }) => comm).join(),
        unit?.name ?? null,
      ]),
    ).toEqual([
      ['135/tcp', 'svchost.exe', 'RpcEptMapper, RpcSs'],
      ['445/tcp', '', null],
      ['554/tcp', 'wmpnetwk.exe', 'WMPNetworkSvc'],
      ['2869/tcp', '', null],
      ['135/tcp', 'svchost.exe', 'RpcEptMapper, RpcSs'],
      ['500/udp', 'svchost.exe', 'IKEEXT'],
      ['1900/udp', 'Spotify.exe', null],
      ['3702/udp', 'dashost.exe', null],
      ['3702/udp', 'svchost.exe', 'FDResPub'],
      ['1900/udp', 'Spotify.exe', null],
    ]);
    expect(listingComplete).toBe(true);
    expect(visibility.notes.join(' ')).toContain('PowerShell is not there');
  });

  test.each([
    ['hangs', failing('timed-out')],
    ['says too much', failing('too-large')],
    ['is forbidden', failing('not-permitted')],
    ['prints an error', said('Get-NetTCPConnection : The term is not recognized')],
    ['is cut off', said(recorded('windows', 'powershell-5.1.txt').slice(0, 1500))],
  ])('is asked when PowerShell %s', async (_, answer) => {
    const ask = answering([['powershell.exe', answer], ...old.slice(1)]);
    const { listeners, visibility } = await inspectWindows({ ...base, ask, port: 554 });
    expect(listeners[0]?.owners[0]?.comm).toBe('wmpnetwk.exe');
    expect(visibility.notes.join(' ')).toContain('netstat and tasklist are asked instead');
  });

  test('with nothing at all there are only notes', async () => {
    const { listeners, host, visibility, listingComplete } = await inspectWindows({
      ...base,
      ask: answering([]),
    });
    expect([listeners, host.ephemeral, host.reserved, listingComplete]).toEqual([[], null, null, false]);
    expect(visibility).toMatchObject({ complete: false, method: 'none', processes: { seen: null } });
    expect(visibility.notes.length).toBeGreaterThanOrEqual(5);
  });

  test('whatever the programs print, there is an answer', async () => {
    const whole = recorded('windows', 'powershell-5.1.txt');
    const anything = fc.oneof(
      fc.string().map(said),
      fc.json().map(said),
      fc.constant(failing('failed', 'exit code 1')),
      fc.constantFrom(...[...modern, ...old].map(([, answer]) => answer)),
      fc.nat(whole.length).map((length) => said(whole.slice(0, length))),
    );
    const parts = [
      'powershell.exe',
      'netstat.exe',
      'tasklist.exe',
      'protocol=tcp',
      'protocol=udp',
      'dynamicport',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(anything, { minLength: parts.length, maxLength: parts.length }),
        async (answers) => {
          const ask = answering(parts.map((part, at) => [part, answers[at] ?? said('')] as const));
          const { listeners, visibility } = await inspectWindows({ ...base, ask });
          expect(listeners.every(({ port }) => port !== null && port <= 65_535)).toBe(true);
          expect(visibility.method === 'none' ? listeners.length : 0).toBe(0);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});
