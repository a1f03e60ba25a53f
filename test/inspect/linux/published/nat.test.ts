import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { askProgram, type AskProgram, type ProgramAnswer } from '../../../../src/inspect/linux/program.ts';
import { natPublications } from '../../../../src/inspect/linux/published/nat.ts';
import { elements, listing, rule, samples } from './nft-samples.ts';

let proc = '';
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'reeve-nat-'));
  mkdirSync(join(proc, 'net'));
});
afterEach(() => rmSync(proc, { recursive: true, force: true }));

const saying = (stdout: unknown): ProgramAnswer => ({
  ok: true,
  stdout: typeof stdout === 'string' ? stdout : JSON.stringify(stdout),
});
const failing = (why: 'missing' | 'failed' | 'timed-out'): ProgramAnswer => ({ ok: false, why, detail: why });

/** Programs of the test's own; what is not named is missing. */
function programs(answers: Readonly<Record<string, ProgramAnswer>>): {
  readonly ask: AskProgram;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const ask: AskProgram = (file, args) => {
    const command = [file, ...args].join(' ');
    asked.push(command);
    return Promise.resolve(answers[command] ?? failing('missing'));
  };
  return { ask, asked };
}

const terse = 'nft -j -t list ruleset';
const savedRule =
  '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.18.0.3:80\nCOMMIT\n';

describe('natPublications with programs of the test’s own', () => {
  test('one call where that is enough', async () => {
    const { ask, asked } = programs({ [terse]: saying(listing(rule('pre', samples.plain))) });
    const answer = await natPublications({ ask, procRoot: proc, permitted: true });
    expect(asked).toEqual([terse]);
    expect(answer).toMatchObject({
      complete: true,
      notes: [],
      publications: [{ hostPort: 9090, by: 'nftables' }],
    });
  });

  test('elements of named sets are asked for, of NAT tables only', async () => {
    const { ask, asked } = programs({
      [terse]: saying(listing(rule('pre', samples.namedMap))),
      'nft -j list table inet mynat': saying(listing(elements.m)),
    });
    const { publications, complete } = await natPublications({ ask, procRoot: proc, permitted: true });
    expect(asked).toEqual([terse, 'nft -j list table inet mynat']);
    expect(publications).toMatchObject([{ hostPort: 9201, targetAddress: '10.1.1.9' }]);
    expect(complete).toBe(true);
  });

  test('rules that iptables put into nftables are read by iptables', async () => {
    const { ask, asked } = programs({
      [terse]: saying(listing(rule('pre', samples.foreign))),
      'iptables-nft-save': saying(savedRule),
      'ip6tables-nft-save': saying(''),
    });
    const { publications, complete } = await natPublications({ ask, procRoot: proc, permitted: true });
    expect(asked).toContain('iptables-nft-save');
    expect(publications).toMatchObject([{ hostPort: 8080, targetAddress: '172.18.0.3', by: 'iptables' }]);
    expect(complete).toBe(true);
  });

  test('legacy tables are read only where the kernel has them', async () => {
    const answers = { [terse]: saying(listing()), 'iptables-legacy-save -t nat': saying(savedRule) };
    const without = programs(answers);
    await natPublications({ ask: without.ask, procRoot: proc, permitted: true });
    expect(without.asked).toEqual([terse]);
    writeFileSync(join(proc, 'net/ip_tables_names'), 'filter\nnat\n');
    const { publications } = await natPublications({
      ask: programs(answers).ask,
      procRoot: proc,
      permitted: true,
    });
    expect(publications).toMatchObject([{ hostPort: 8080, by: 'iptables' }]);
  });

  test.each<[string, Record<string, ProgramAnswer>, RegExp]>([
    ['no program at all', {}, /IPv4 could not be read \(nft is not installed; iptables-nft-save: missing\)/],
    ['nft fails', { [terse]: failing('failed') }, /nft did not list its rules \(failed\)/],
    ['nft hangs', { [terse]: failing('timed-out') }, /nft did not list its rules \(timed-out\)/],
    ['nft writes garbage', { [terse]: saying('{"nftables": [') }, /The answer of nft could not be read/],
    [
      'sets that cannot be listed',
      { [terse]: saying(listing(rule('pre', samples.namedSet))) },
      /sets of 1 nftables tables could not be listed/,
    ],
    [
      'odd lines of iptables',
      {
        'iptables-nft-save': saying('*nat\n:PREROUTING ACCEPT [0:0]\n???\n'),
        'ip6tables-nft-save': saying(''),
      },
      /1 lines of iptables-nft-save could not be read/,
    ],
  ])('%s is said so', async (_, answers, note) => {
    const answer = await natPublications({ ask: programs(answers).ask, procRoot: proc, permitted: true });
    expect(answer.complete).toBe(false);
    expect(answer.notes.join('\n')).toMatch(note);
  });

  test('without permission nothing is started', async () => {
    const { ask, asked } = programs({});
    const answer = await natPublications({ ask, procRoot: proc, permitted: false });
    expect(asked).toEqual([]);
    expect(answer).toEqual({
      publications: [],
      complete: false,
      notes: ['NAT rules were not read: that needs root or CAP_NET_ADMIN.'],
    });
  });
});

const installed = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], {
      stdio: 'ignore',
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
    });
    return true;
  } catch {
    return false;
  }
};
const lacking =
  process.getuid?.() === 0
    ? ['nft', 'iptables-nft', 'iptables-legacy', 'unshare', 'nsenter'].filter((one) => !installed(one))
    : ['root'];

describe.skipIf(lacking.length > 0)(
  `real rules in a network namespace of the test’s own${lacking.length > 0 ? ` (skipped: needs ${lacking.join(', ')})` : ''}`,
  () => {
    let holder: ChildProcess | null = null;
    const inside = (...command: string[]): string =>
      execFileSync('nsenter', [`--net=/proc/${holder?.pid}/ns/net`, ...command], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const look = () =>
      natPublications({
        ask: (file, args, limits) =>
          askProgram('nsenter', [`--net=/proc/${holder?.pid}/ns/net`, file, ...args], {
            ...limits,
            timeoutMs: 20_000,
          }),
        procRoot: `/proc/${holder?.pid}`,
        permitted: true,
      });

    beforeAll(async () => {
      holder = spawn('unshare', ['--net', 'sleep', '120'], { stdio: 'ignore' });
      const own = readlinkSync('/proc/self/ns/net');
      await vi.waitUntil(
        () =>
          readFileSync(`/proc/${holder?.pid}/comm`, 'utf8') === 'sleep\n' &&
          readlinkSync(`/proc/${holder?.pid}/ns/net`) !== own,
      );
    });
    afterAll(() => {
      holder?.kill('SIGKILL');
    });

    test('an empty namespace publishes nothing', async () => {
      expect(await look()).toEqual({ publications: [], complete: true, notes: [] });
    });

    test('nftables, iptables and ip6tables over nftables, and legacy iptables together', async () => {
      inside(
        'nft',
        'add table inet mynat; add chain inet mynat pre { type nat hook prerouting priority dstnat; }',
      );
      inside('nft', 'add rule inet mynat pre tcp dport { 7000-7002, 7010 } dnat ip to 10.1.1.2');
      inside('nft', 'add rule inet mynat pre udp dport 53 redirect to :5353');
      inside(
        'nft',
        'add map inet mynat m { type inet_service : ipv4_addr; elements = { 9201 : 10.1.1.9 }; }',
      );
      inside('nft', 'add rule inet mynat pre dnat ip to tcp dport map @m');
      inside('iptables-nft', '-t', 'nat', '-N', 'DOCKER');
      inside(
        'iptables-nft',
        '-t',
        'nat',
        '-A',
        'PREROUTING',
        '-m',
        'addrtype',
        '--dst-type',
        'LOCAL',
        '-j',
        'DOCKER',
      );
      inside(
        'iptables-nft',
        '-t',
        'nat',
        '-A',
        'DOCKER',
        '!',
        '-i',
        'br0',
        '-p',
        'tcp',
        '--dport',
        '8081',
        '-j',
        'DNAT',
        '--to-destination',
        '172.18.0.4:80',
      );
      inside(
        'ip6tables-nft',
        '-t',
        'nat',
        '-A',
        'PREROUTING',
        '-p',
        'tcp',
        '--dport',
        '8443',
        '-j',
        'DNAT',
        '--to-destination',
        '[fd00::5]:443',
      );
      const legacy = tried(() =>
        inside(
          'iptables-legacy',
          '-t',
          'nat',
          '-A',
          'PREROUTING',
          '-p',
          'tcp',
          '--dport',
          '1234',
          '-j',
          'DNAT',
          '--to-destination',
          '10.5.5.5:99',
        ),
      );
      const { publications, complete, notes } = await look();
      expect([complete, notes]).toEqual([true, []]);
      const found = publications.map(
        (one) =>
          `${one.by} ${one.transport} ${one.hostAddress} ${one.hostPort} ${one.targetAddress ?? 'here'} ${one.targetPort ?? '='}`,
      );
      expect(found.toSorted()).toEqual(
        [
          'iptables tcp 0.0.0.0 8081 172.18.0.4 80',
          'iptables tcp :: 8443 fd00::5 443',
          'nftables tcp 0.0.0.0 7000 10.1.1.2 =',
          'nftables tcp 0.0.0.0 7010 10.1.1.2 7010',
          'nftables tcp 0.0.0.0 9201 10.1.1.9 9201',
          'nftables udp 0.0.0.0 53 here 5353',
          'nftables udp :: 53 here 5353',
          ...(legacy ? ['iptables tcp 0.0.0.0 1234 10.5.5.5 99'] : []),
        ].sort(),
      );
    });
  },
);

/** Kernels without the old xtables refuse them. */
function tried(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
