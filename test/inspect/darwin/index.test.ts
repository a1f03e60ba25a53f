import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectDarwin } from '../../../src/inspect/darwin/index.ts';
import type { PlatformOptions } from '../../../src/inspect/asked/options.ts';
import type { ProgramAnswer } from '../../../src/inspect/linux/program.ts';
import { addresses, answering, failing, recorded, said } from '../recorded.ts';
import { fuzzRuns } from '../../fuzz.ts';

const file = (name: string): ProgramAnswer => said(recorded('darwin', name));
const rules = [
  ['-p tcp', file('netstat-26-tcp.txt')],
  ['-p udp', file('netstat-26-udp.txt')],
  ['-d cwd', file('lsof-26-cwd.txt')],
  ['lsof "$@"', file('lsof-26.txt')],
  ['pid=,args=', file('ps-26-args.txt')],
  ['ps -axwwo', file('ps-26.txt')],
  ['sysctl', file('sysctl.txt')],
] as const;
const base: PlatformOptions = {
  kinds: ['tcp', 'udp'],
  connected: false,
  privileged: true,
  interfaces: addresses('127.0.0.1', '192.168.1.147', 'fe80::c4c8:5ff:fe12:3456'),
  ask: answering(rules),
};
const without = (part: string, answer?: ProgramAnswer) =>
  answering([
    ...(answer === undefined ? [] : [[part, answer] as const]),
    ...rules.filter(([one]) => one !== part),
  ]);

describe('a whole Mac', () => {
  test('each listener once, with all who hold it', async () => {
    const { listeners, listingComplete } = await inspectDarwin(base);
    expect(listingComplete).toBe(true);
    expect(
      listeners.map(({ kind, address, port, dualStack, owners }) => [
        `${port}/${kind}`,
        address,
        dualStack,
        owners.map(({ pid, fd }) => `${pid}:${fd}`).join(' '),
      ]),
    ).toEqual([
      ['51836/tcp', '127.0.0.1', false, '53082:21 53090:21'],
      ['3283/tcp', '::', true, '1039:7'],
      ['49615/tcp', '::', false, '1232:-1'],
      ['88/tcp', '::', false, '910:-1'],
      ['62503/tcp', 'fe80::c4c8:5ff:fe12:3456', false, '368:9'],
      ['8080/tcp', '192.168.1.147', false, '777:33'],
      ['22/tcp', '0.0.0.0', false, '1:24'],
      ['5353/udp', '0.0.0.0', false, '390:6'],
      ['5353/udp', '::', true, '21037:61 21037:62'],
    ]);
  });

  test('the facts of an owner', async () => {
    const { listeners } = await inspectDarwin({ ...base, port: 51836 });
    expect(listeners).toHaveLength(1);
    expect(listeners[0]?.owners[0]).toEqual({
      pid: 53082,
      fd: 21,
      comm: 'node',
      exe: '/opt/homebrew/bin/node',
      exeDeleted: null,
      cmdline: ['/opt/homebrew/bin/node', '--enable-source-maps', 'server.js', '--port', '51836'],
      cwd: '/Users/mchadwick/Work/My Shop',
      startedAt: new Date(2026, 10, 4, 9, 5, 12).toISOString(),
      uid: 501,
      user: 'mchadwick',
      tty: 'ttys003',
      ancestry: [
        { pid: 4200, comm: 'zsh' },
        { pid: 1, comm: 'launchd' },
      ],
      runs: 'server.js',
      interpreter: 'node',
    });
    expect(listeners[0]).toMatchObject({
      uid: 501,
      user: 'mchadwick',
      exposure: 'loopback',
      ownersComplete: true,
    });
    expect(listeners[0]?.group).toMatchObject({ workers: 2, reuseport: 1, inodes: [0x1afbe209] });
  });

  test('the machine and what was seen of it', async () => {
    const { host, visibility } = await inspectDarwin(base);
    expect(host).toEqual({ ephemeral: { from: 49_152, to: 65_535 }, reserved: null, unprivilegedFrom: null });
    expect(visibility).toEqual({
      complete: true,
      privileged: true,
      method: 'walk',
      processes: { seen: 11, hidden: 0 },
      namespaces: { seen: 1, hidden: 0 },
      notes: ['Owners are as lsof and netstat name them.'],
    });
  });

  test('a UDP socket with a peer only where asked for', async () => {
    const { listeners } = await inspectDarwin({ ...base, connected: true, port: 63770 });
    expect(listeners[0]?.peer).toEqual({ address: '172.217.160.67', port: 443 });
    expect((await inspectDarwin({ ...base, port: 63770 })).listeners).toEqual([]);
  });

  test('only the programs that are needed are asked, for the port alone', async () => {
    const commands: string[] = [];
    const ask = answering(rules);
    await inspectDarwin({
      ...base,
      kinds: ['udp'],
      port: 5353,
      ask: (program, args, limits) => {
        commands.push([program, ...args].join(' '));
        return ask(program, args, limits);
      },
    });
    expect(commands.filter((one) => one.startsWith('netstat'))).toEqual(['netstat -anvl -p udp']);
    expect(commands.find((one) => one.includes('-i'))).toContain('-nP -iUDP:5353 -F');
    expect(commands.find((one) => one.includes('-d cwd'))).toContain('-p 390,21037');
  });
});

describe('without root, or without an answer', () => {
  test('other users’ holders may be hidden and it says so', async () => {
    const { visibility, listeners } = await inspectDarwin({ ...base, privileged: false });
    expect(visibility).toMatchObject({ complete: false, privileged: false, processes: { hidden: null } });
    expect(visibility.notes.join(' ')).toContain('Not run as root');
    expect(listeners.every(({ ownersComplete }) => !ownersComplete)).toBe(true);
  });

  test('without lsof the owners are those that netstat names', async () => {
    const { visibility, listeners } = await inspectDarwin({
      ...base,
      ask: without('lsof "$@"', failing('timed-out')),
    });
    expect(listeners.find(({ port }) => port === 51836)?.owners.map(({ pid }) => pid)).toEqual([53082]);
    expect(listeners.find(({ port }) => port === 62503)?.address).toBe('fe80::c4c8:5ff:fe12:3456');
    expect(visibility).toMatchObject({ complete: false, method: 'walk' });
    expect(visibility.notes.join(' ')).toContain('lsof did not answer in time');
  });

  test('without netstat the list is lsof’s, and not called complete', async () => {
    const ask = answering(rules.slice(2));
    const { listeners, listingComplete, visibility } = await inspectDarwin({ ...base, ask });
    expect(listeners.find(({ port }) => port === 3283)).toMatchObject({ address: '::', dualStack: null });
    expect([listingComplete, visibility.complete]).toEqual([false, false]);
    expect(visibility.notes.filter((note) => note.startsWith('netstat is not there'))).toHaveLength(2);
  });

  test('without ps the names that netstat and lsof gave remain', async () => {
    const { listeners } = await inspectDarwin({
      ...base,
      ask: without('ps -axwwo', failing('not-permitted')),
    });
    expect(listeners.find(({ port }) => port === 49615)?.owners[0]).toMatchObject({
      comm: 'io.tailscale.ipn',
      exe: null,
      user: null,
    });
  });

  test('with nothing at all there are only notes', async () => {
    const { listeners, host, visibility, listingComplete } = await inspectDarwin({
      ...base,
      ask: answering([]),
    });
    expect([listeners, host.ephemeral, listingComplete]).toEqual([[], null, false]);
    expect(visibility).toMatchObject({ complete: false, method: 'none', processes: { seen: null } });
    expect(visibility.notes.length).toBeGreaterThanOrEqual(5);
  });

  test('kinds that macOS does not list are named', async () => {
    const { visibility } = await inspectDarwin({ ...base, kinds: ['raw', 'packet'] });
    expect(visibility.notes.join(' ')).toContain('raw and packet are not listed on macOS');
  });

  test('whatever the programs print, there is an answer', async () => {
    const anything = fc.oneof(
      fc.string().map(said),
      fc.constant(failing('failed', 'exit code 2')),
      fc.constantFrom(...rules.map(([, answer]) => answer)),
      fc.nat(4000).map((length) => said(recorded('darwin', 'lsof-26.txt').slice(0, length))),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 7, maxLength: 7 }), async (answers) => {
        const ask = answering(rules.map(([part], at) => [part, answers[at] ?? said('')] as const));
        const { listeners, visibility } = await inspectDarwin({ ...base, ask });
        expect(listeners.every(({ port }) => port !== null && port <= 65_535)).toBe(true);
        expect(visibility.notes.length).toBeGreaterThan(0);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
