import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { statusDocument } from '../../src/contract/status.ts';
import { listenersDocument } from '../../src/contract/listeners.ts';
import { portDocument } from '../../src/contract/port.ts';
import { openStore, readStore, retentionFrom } from '../../src/store/index.ts';
import { reeveJson } from '../cli/end-to-end/reeve.ts';
import { AgentGround, isAlive } from './agent-started.ts';

const isLinux = process.platform === 'linux';
const isRoot = isLinux && process.getuid?.() === 0;
const nobody = 65_534;
const grounds: AgentGround[] = [];

const aGround = (): AgentGround => {
  const ground = new AgentGround();
  grounds.push(ground);
  return ground;
};

afterEach(async () => {
  for (const ground of grounds.splice(0)) await ground.end();
});

/** A listener of this process, for as long as `work` lasts. */
async function listening<T>(work: (port: number) => Promise<T>): Promise<T> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    return await work(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    server.close();
  }
}

describe.skipIf(!isLinux)('reeve up (skipped: Linux only)', () => {
  it('serves what listens, tells live what opens and closes, keeps it, and ends cleanly', async () => {
    const ground = aGround();
    const agent = ground.start();
    const address = await agent.address();
    expect(statusDocument.parse(await agent.get('/api/v1/status'))).toMatchObject({
      ready: true,
      store: { state: 'ok' },
      addresses: [address],
    });
    listenersDocument.parse(await agent.get('/api/v1/listeners'));
    const live = await fetch(`${address}/api/v1/live`, { headers: { accept: 'text/event-stream' } });
    let told = '';
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of live.body ?? [])
        told += decoder.decode(chunk as Uint8Array, { stream: true });
    })().catch(() => undefined);
    await listening(async (port) => {
      const opened = await agent.until(() =>
        told.split('\n\n').find((event) => event.includes('"opened"') && event.includes(`"port":${port},`)),
      );
      expect(opened).toMatch(/^event: listener$/m);
      expect(opened).toMatch(/^id: \w+-\d+$/m);
      const { listeners } = listenersDocument.parse(await agent.get('/api/v1/listeners'));
      expect(listeners.find((one) => one.port === port)?.owners.map(({ pid }) => pid)).toEqual(
        isRoot ? [process.pid] : expect.anything(),
      );
    });
    await agent.until(() => /"kind":"closed"/.exec(told) ?? undefined);
    expect(await agent.stop('SIGINT')).toBe(0);
    await reading;
    expect(existsSync(path.join(ground.folder, 'run', 'agent.sock'))).toBe(false);
    const store = readStore({ path: ground.store, system: null });
    const kinds = store.changes({ limit: 50 }).changes.map(({ change }) => change.kind);
    store.close();
    expect(kinds).toContain('opened');
    expect(kinds).toContain('closed');
  });

  it('is known for itself by its process, to its own pages and to the command, and to nobody else by its name', async () => {
    const ground = aGround();
    const agent = ground.start();
    const { port } = new URL(await agent.address());
    const asked = (env: Readonly<Record<string, string>>) =>
      portDocument.parse(reeveJson([port], { env }).document);
    const itself = { level: 'expected', because: [{ rule: 'own-agent' }] };
    expect(portDocument.parse(await agent.get(`/api/v1/ports/${port}`)).verdict).toMatchObject(itself);
    expect(asked({ REEVE_SOCKET: path.join(ground.folder, 'run', 'agent.sock') }).verdict).toMatchObject(
      itself,
    );
    const elsewhere = asked({ REEVE_SOCKET: path.join(ground.folder, 'run', 'other.sock') });
    expect(elsewhere.verdict.because.map(({ rule }) => rule)).not.toContain('own-agent');
    expect(await agent.stop()).toBe(0);
  });

  it('bears hundreds who ask for ports at once, and tells the rest to come again', async () => {
    const agent = aGround().start();
    const address = await agent.address();
    const ask = async (port: number): Promise<number> => {
      const response = await fetch(`${address}/api/v1/ports/${port}`);
      await response.arrayBuffer();
      return response.status;
    };
    const answers = await Promise.all(Array.from({ length: 400 }, (_, one) => ask(1000 + one)));
    expect(new Set(answers)).toEqual(new Set([200, 429]));
    expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(200);
    expect(await ask(22)).toBe(200);
    expect(await agent.stop()).toBe(0);
  });

  it.each([
    ['its log cannot be written', ['--log', '/dev/full'], ''],
    ['its standard output cannot be written', [], 'exec >/dev/full; '],
    ['nobody reads its standard output', [], 'exec > >(true); sleep 0.2; '],
  ])('runs on where %s', async (_, args, before) => {
    const ground = aGround();
    const place = path.join(ground.folder, 'run', 'agent.sock');
    const agent = ground.start({ args, within: ['bash', '-c', `${before}exec "$0" "$@"`] });
    const found = await agent.until(() => {
      try {
        const { addresses } = JSON.parse(readFileSync(`${place}.lock`, 'utf8')) as { addresses: string[] };
        return addresses[0];
      } catch {
        return undefined;
      }
    });
    // What was said is written by now, or was not.
    await pause(500);
    expect((await fetch(`${found}/health/ready`)).status).toBe(200);
    // A line of the log more.
    await fetch(`${found}/feedback`, { method: 'POST', headers: { origin: 'http://evil.example' } });
    expect((await fetch(`${found}/health/live`)).status).toBe(200);
    expect(await agent.stop()).toBe(0);
  });

  it('ends with npm, though nobody could ask it to', async () => {
    const ground = aGround();
    const npm = spawn(
      'npm',
      [
        'start',
        '--silent',
        '--',
        '--no-registry-update',
        '--no-watch',
        '--listen',
        '127.0.0.1:0',
        '--store',
        ground.store,
      ],
      {
        cwd: path.resolve(import.meta.dirname, '../..'),
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, NO_COLOR: '1', REEVE_SOCKET: path.join(ground.folder, 'run', 'agent.sock') },
      },
    );
    let out = '';
    npm.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    const lock = path.join(ground.folder, 'run', 'agent.sock.lock');
    await vi.waitFor(() => expect(out).toMatch(/^http:/m), 60_000);
    const { pid } = JSON.parse(readFileSync(lock, 'utf8')) as { pid: number };
    expect(isAlive(pid)).toBe(true);
    npm.kill('SIGKILL');
    try {
      await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 20_000);
    } finally {
      if (isAlive(pid)) process.kill(pid);
    }
  }, 90_000);

  it('gives metrics without a label for each port or address, and logs one object a line', async () => {
    const agent = aGround().start();
    const address = await agent.address();
    const text = await (await fetch(`${address}/metrics`)).text();
    expect(text).toMatch(/^reeve_listeners\{verdict="plausible"\} \d+$/m);
    expect(text).toMatch(/^reeve_resident_memory_bytes\{process="agent"\} [1-9]\d+$/m);
    if (isRoot) expect(text).toMatch(/^reeve_resident_memory_bytes\{process="helper"\} [1-9]\d+$/m);
    expect(text.split('\n').length).toBeLessThan(120);
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    expect(await agent.stop()).toBe(0);
    expect(agent.logged().map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['The agent serves its pages', 'The agent ends']),
    );
    expect(agent.err.split('\n').every((line) => line === '' || line.startsWith('{'))).toBe(true);
  });

  it('refuses a second one and says who is there, however the first was ended before', async () => {
    const ground = aGround();
    const killed = ground.start();
    await killed.address();
    await killed.kill();
    const first = ground.start();
    const address = await first.address();
    const second = ground.start();
    expect(await second.ended).toBe(5);
    expect(second.err).toContain('it runs already');
    expect(second.err).toContain(address);
    expect(await first.get('/api/v1/status')).toBeDefined();
    expect(await first.stop()).toBe(0);
  });

  it('takes another port where the usual one is held, and says so', async () => {
    const holder = createServer();
    // Somebody else may hold it on this machine already, which is as good.
    await new Promise<void>((resolve) => {
      holder.once('error', () => resolve());
      holder.listen(7678, '127.0.0.1', resolve);
    });
    try {
      const agent = aGround().start({ args: ['--listen', '127.0.0.1'] });
      expect(await agent.address()).not.toMatch(/:7678$/);
      const said = await agent.until(() => agent.logged().find(({ msg }) => String(msg).startsWith('7678')));
      expect(said['msg']).toContain('7678 is held by');
    } finally {
      holder.close();
    }
  });

  it.each([
    [['--listen', '0.0.0.0:0'], 4, /token/i],
    [['--listen', 'example.org'], 4, /no address/],
    [['--listen', '127.0.0.1:70000'], 4, /no address/],
    [['--name', 'a b'], 4, /no name of a host/],
    [['--token-file', '/nonexistent/token'], 4, /--token-file \/nonexistent\/token: there is no such file/],
    [['--tls-cert', '/usr'], 4, /--tls-cert \/usr: it is a folder/],
    [['--webhook', 'ftp://x'], 4, /http/],
    [['--user', 'root'], isRoot ? 4 : 0, /root/],
  ] as const)('refuses %j', async (args, code, said) => {
    if (code === 0) return;
    const agent = aGround().start({ args: [...args] });
    expect(await agent.ended).toBe(code);
    expect(agent.err).toMatch(said);
  });

  it('moves a damaged store aside, says so, and begins a fresh one', async () => {
    const ground = aGround();
    const first = openStore({
      path: ground.store,
      now: () => Date.now() * 1000,
      retention: retentionFrom({}),
    });
    first.close();
    writeFileSync(ground.store, 'not a database at all. '.repeat(1000));
    if (isRoot) {
      chownSync(path.dirname(ground.store), nobody, nobody);
      chownSync(ground.store, nobody, nobody);
    }
    const agent = ground.start({ args: isRoot ? ['--user', 'nobody'] : [] });
    const status = statusDocument.parse(await agent.get('/api/v1/status'));
    expect(status.store.state).toBe('ok');
    expect(agent.err).toMatch(/is damaged .* kept as/);
    const aside = readdirSync(path.dirname(ground.store)).find((name) => name.includes('.damaged-')) ?? '';
    expect(readFileSync(path.join(path.dirname(ground.store), aside), 'utf8')).toContain('not a database');
    expect(await agent.stop()).toBe(0);
  });
});

describe.skipIf(!isRoot)('reeve up in two processes (skipped: needs root on Linux)', () => {
  it('ends whole where either of the two is killed', async () => {
    for (const which of [0, 1]) {
      const ground = aGround();
      const agent = ground.start();
      await agent.address();
      const pids = agent.pids();
      expect(pids).toHaveLength(2);
      process.kill(pids[which] ?? 0, 'SIGKILL');
      await agent.until(() => (pids.some(isAlive) ? undefined : true)).catch(() => undefined);
      await agent.ended;
      for (let tries = 0; tries < 100 && pids.some(isAlive); tries++) await pause(100);
      expect(pids.filter(isAlive)).toEqual([]);
    }
  });

  it('runs for an ordinary user, says which capability is missing, and watches no knocks', async () => {
    const ground = aGround();
    chownSync(path.join(ground.folder, 'run'), nobody, nobody);
    mkdirSync(path.join(ground.folder, 'data'));
    chownSync(path.join(ground.folder, 'data'), nobody, nobody);
    const agent = ground.start({ uid: nobody, env: { HOME: '/nonexistent' } });
    const status = statusDocument.parse(await agent.get('/api/v1/status'));
    expect(status.capture).toMatchObject({ state: 'not-permitted', missing: ['CAP_NET_RAW'] });
    expect(status.store.state).toBe('ok');
    expect(agent.pids()).toHaveLength(1);
    expect(statSync(path.join(ground.folder, 'run', 'agent.sock')).mode & 0o777).toBe(0o600);
    expect(await agent.stop()).toBe(0);
  });
});
