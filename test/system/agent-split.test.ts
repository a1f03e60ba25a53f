import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keptByHelper } from '../../src/agent/split/lacking.ts';
import { parseCapabilities } from '../../src/sys/capability.ts';
import { greet, type Running, Stage } from './agent-split-process.ts';
import { eventually } from './live-ground.ts';

const able =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['/usr/bin/setpriv', '/usr/sbin/setcap', '/usr/bin/python3'].every((file) => existsSync(file)) &&
  parseCapabilities(readFileSync('/proc/self/status', 'latin1'), 'CapEff').includes('CAP_NET_RAW');
const needs = '(needs root with CAP_NET_RAW, setpriv, setcap and python3)';

const user = 61_907;
const asUser = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--inh-caps=-all'];
const ambient = (...names: readonly string[]): string[] => {
  const list = names.map((name) => `+${name}`).join(',');
  return [...asUser.slice(0, 4), `--inh-caps=-all,${list}`, `--ambient-caps=${list}`];
};

const threadsOf = (pid: number): string[] =>
  readdirSync(`/proc/${pid}/task`).map((task) => readFileSync(`/proc/${pid}/task/${task}/status`, 'latin1'));
const field = (status: string, name: string): string =>
  new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';

function expectUnprivileged(statuses: readonly string[], uid: number): void {
  expect(statuses.length).toBeGreaterThan(4);
  for (const status of statuses) {
    for (const set of ['CapEff', 'CapPrm', 'CapAmb', 'CapInh']) {
      expect([set, BigInt(`0x${field(status, set)}`)]).toEqual([set, 0n]);
    }
    expect(field(status, 'NoNewPrivs')).toBe('1');
    expect(field(status, 'Uid').split('\t')).toEqual(Array.from({ length: 4 }, () => String(uid)));
  }
}

describe.skipIf(!able)(`the agent's two processes ${needs}`, () => {
  let stage: Stage;
  let run = '';

  beforeAll(() => {
    stage = new Stage();
    run = path.join(stage.folder, 'run');
    mkdirSync(run);
  });
  afterAll(() => stage.end());

  const finish = async (running: Running): Promise<void> => {
    running.signal('SIGTERM', running.pid);
    expect(await running.exit()).toBe(7);
  };

  it('no thread of the agent has a privilege, whatever it does; the other has only what it needs', async () => {
    const socket = path.join(run, 'threads/agent.sock');
    const running = await stage.start({ socket });
    const { granted, agent } = running;
    expect(granted).toMatchObject({ captureRefused: null, helperPid: running.pid });
    expect(granted.captures).toMatchObject([{ ringBytes: 1 << 20, interface: null }]);
    await running.ask({ ask: 'look' });
    const { threads = [] } = await running.ask({ ask: 'threads' });
    // The pool's four threads are among them by now.
    expect(threads.length).toBeGreaterThan(8);
    expectUnprivileged(threads, 65_534);
    expectUnprivileged(threadsOf(agent), 65_534);

    const helper = threadsOf(running.pid);
    const all = BigInt(`0x${field(readFileSync('/proc/self/status', 'latin1'), 'CapBnd')}`);
    for (const status of helper) {
      const held = parseCapabilities(status, 'CapPrm');
      expect(held.every((name) => keptByHelper.includes(name))).toBe(true);
      expect(held).not.toContain('CAP_NET_RAW');
      expect(BigInt(`0x${field(status, 'CapBnd')}`)).toBeLessThan(all);
    }
    // The rings and the listening socket are the agent's alone.
    const open = readdirSync(`/proc/${running.pid}/fd`).map((fd) => linkOf(running.pid, fd));
    const theirs = readdirSync(`/proc/${agent}/fd`).map((fd) => linkOf(agent, fd));
    const ring = theirs[0] === undefined ? '' : linkOf(agent, String(granted.captures[0]?.fd));
    expect(ring).toMatch(/^socket:/);
    expect(open).not.toContain(ring);
    await finish(running);
    expect(existsSync(socket)).toBe(false);
  });

  it.each([
    ['the helper', 'SIGTERM'],
    ['the agent', 'SIGTERM'],
    ['both, as a terminal does', 'SIGINT'],
    ['both, as a terminal does', 'SIGHUP'],
  ] as const)('a signal to %s (%s) is one clean stop', async (whom, signal) => {
    const running = await stage.start();
    const target = whom === 'the helper' ? running.pid : whom === 'the agent' ? running.agent : -running.pid;
    running.signal(signal, target);
    expect(await running.exit()).toBe(7);
    expect(running.said.filter(({ stopped }) => stopped !== undefined)).toHaveLength(1);
    expect(existsSync(`/proc/${running.agent}`)).toBe(false);
  });

  it('the agent is killed: the other ends, and says so by its exit code', async () => {
    const socket = path.join(run, 'killed/agent.sock');
    const running = await stage.start({ socket });
    running.signal('SIGKILL', running.agent);
    expect(await running.exit()).toBe(128 + 9);
    expect(existsSync(socket)).toBe(false);
  });

  it('the privileged one is killed: the agent ends, nobody listens, and the next one takes the place', async () => {
    const socket = path.join(run, 'orphan/agent.sock');
    const running = await stage.start({ socket });
    expect(await greet(socket)).toBe('welcome');
    running.signal('SIGKILL', running.pid);
    const gone = await eventually(() => (existsSync(`/proc/${running.agent}`) ? undefined : true));
    expect(gone).toBe(true);
    expect(running.said.at(-1)?.stopped).toBe('the other process is gone');
    expect(await greet(socket)).toBe('ECONNREFUSED');

    const next = await stage.start({ socket });
    expect(next.granted.ownerSocket?.path).toBe(socket);
    expect(await greet(socket)).toBe('welcome');
    // A second one leaves the first alone.
    const second = await stage.start({ socket });
    expect(second.granted.ownerSocket).toBeNull();
    expect(second.granted.ownerSocketRefused).toContain('another agent listens there');
    await finish(second);
    expect(await greet(socket)).toBe('welcome');
    await finish(next);
  });

  it("the socket is its owner's: mode, folder, and who is at the other end", async () => {
    const socket = path.join(run, 'owner/agent.sock');
    const running = await stage.start({ socket });
    expect(statSync(socket)).toMatchObject({ uid: 0, gid: 0 });
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    const ask = `import socket,sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
print(s.recv(100).decode())`;
    const other = (...before: readonly string[]): string => {
      try {
        const args = [...before, '/usr/bin/python3', '-c', ask, socket];
        return execFileSync('/usr/bin/env', args, {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }).trim();
      } catch {
        return 'refused';
      }
    };
    expect(other()).toBe('welcome');
    expect(other(...asUser)).toBe('refused');
    // Who may pass the modes by a capability is still not its owner.
    expect(other(...ambient('dac_override'))).toBe('no');
    await finish(running);
  });

  it('what is not in the set of messages ends the agent', async () => {
    for (const raw of ['{"type":"exec","id":1}\n', 'x'.repeat(5000), '{"type":"look","id":0}\n']) {
      const running = await stage.start();
      await running.ask({ ask: 'say', raw });
      expect(running.said.at(-1)?.stopped).toBe('the other process is gone');
      expect(await running.exit()).toBe(7);
    }
    const flood = await stage.start();
    const raw = Array.from({ length: 200 }, (_, at) => `{"type":"look","id":${at + 1000}}\n`).join('');
    await flood.ask({ ask: 'say', raw });
    expect(await flood.exit()).toBe(7);
  });

  it("ambient capabilities: the helper keeps them but for the packet socket's, the agent has none", async () => {
    const running = await stage.start(
      {},
      { before: ambient('net_raw', 'sys_ptrace', 'dac_read_search', 'net_bind_service') },
    );
    expect(running.granted).toMatchObject({ captureRefused: null, helperPid: running.pid });
    expect(running.granted.lacking.flatMap(({ capabilities }) => capabilities)).toContain('CAP_NET_ADMIN');
    await running.ask({ ask: 'threads' });
    expectUnprivileged(threadsOf(running.agent), user);
    for (const status of threadsOf(running.pid)) {
      expect(parseCapabilities(status, 'CapEff')).toEqual(['CAP_DAC_READ_SEARCH', 'CAP_SYS_PTRACE']);
    }
    const { look } = await running.ask({ ask: 'look' });
    expect(look?.listeners).toBeDefined();
    await finish(running);
  });

  it('as the systemd unit starts it: its capabilities, bounded, and no new privileges', async () => {
    const unit = readFileSync(path.resolve('packaging/systemd/portreeve.service'), 'utf8');
    const names = /^AmbientCapabilities=(.*)$/m.exec(unit)?.[1]?.split(' ') ?? [];
    const given = names.map((name) => name.replace('CAP_', '').toLowerCase());
    const bounded = given.map((name) => `+${name}`).join(',');
    const running = await stage.start(
      {},
      { before: [...ambient(...given), `--bounding-set=-all,${bounded}`, '--no-new-privs'] },
    );
    expect(running.granted).toMatchObject({ captureRefused: null, helperPid: running.pid });
    expect(running.granted.lacking.map(({ capabilities }) => capabilities)).toEqual([['CAP_SYS_ADMIN']]);
    await running.ask({ ask: 'threads' });
    expectUnprivileged(threadsOf(running.agent), user);
    const kept: readonly string[] = names.filter((name) => name !== 'CAP_NET_RAW').toSorted();
    for (const status of threadsOf(running.pid)) {
      expect(parseCapabilities(status, 'CapEff').toSorted()).toEqual(kept);
    }
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { look } = await running.ask({ ask: 'look' });
    server.close();
    // Of another user, root: seen all the same.
    expect(look?.listeners.find((listener) => listener.port === port)?.owners).toMatchObject([
      { pid: process.pid },
    ]);
    await finish(running);
  });

  it("capabilities of node's file: the agent, started from the same file, has none", async () => {
    const node = path.join(stage.folder, 'node');
    copyFileSync(process.execPath, node);
    execFileSync('/usr/sbin/setcap', ['cap_net_raw,cap_sys_ptrace,cap_dac_read_search+ep', node]);
    const running = await stage.start({}, { before: asUser, node });
    expect(running.granted).toMatchObject({ captureRefused: null, helperPid: running.pid });
    await running.ask({ ask: 'threads' });
    expectUnprivileged(threadsOf(running.agent), user);
    expect(parseCapabilities(threadsOf(running.pid)[0] ?? '', 'CapEff')).toContain('CAP_SYS_PTRACE');
    await finish(running);
  });

  it("the program lies where the agent's user could not walk: it starts, and loads late, all the same", async () => {
    const script = stage.shut();
    const running = await stage.start({}, { script });
    expect((await running.ask({ ask: 'late' })).late).toContain('late');
    const { threads = [] } = await running.ask({ ask: 'threads' });
    expectUnprivileged(threads, 65_534);
    expect((await running.ask({ ask: 'look' })).look).toBeTruthy();
    // The folder that is shut stays shut for it.
    const above = spawn(
      'nsenter',
      ['-t', String(running.agent), '-S', '65534', '-G', '65534', 'ls', path.dirname(path.dirname(script))],
      { stdio: 'ignore' },
    );
    expect((await once(above, 'exit'))[0]).not.toBe(0);
    await finish(running);
  });

  it('without any privilege it is one process that says what is missing', async () => {
    const running = await stage.start({}, { before: asUser });
    expect(running.agent).toBe(running.pid);
    expect(running.granted).toMatchObject({
      helperPid: null,
      captures: [],
      captureRefused: { missing: ['CAP_NET_RAW'] },
    });
    expect(running.granted.lacking.map(({ capabilities }) => capabilities[0])).toContain('CAP_NET_RAW');
    await finish(running);
  });

  it('a listener that opens shows in the next look, and nothing is sent where nothing changed', async () => {
    const running = await stage.start();
    const first = (await running.ask({ ask: 'look' })).look;
    expect(first?.listeners.length).toBeGreaterThanOrEqual(0);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const { look } = await running.ask({ ask: 'look' });
      const found = look?.listeners.find((listener) => listener.port === port);
      expect(found).toMatchObject({ cgroupId: null, owners: [{ pid: process.pid }] });
    } finally {
      server.close();
    }
    await finish(running);
  });
});

const linkOf = (pid: number, fd: string): string => {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return '';
  }
};
