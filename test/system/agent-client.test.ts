import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { feedbackDocument } from '../../src/contract/feedback.ts';
import { knockEventItem } from '../../src/contract/knock-event-item.ts';
import { signInDocument } from '../../src/contract/operating.ts';
import { errorDocument } from '../../src/contract/small.ts';
import { statusDocument } from '../../src/contract/status.ts';
import { openStore } from '../../src/store/index.ts';
import { until } from '../agent/hooks/ground.ts';
import { entry, reeve, root } from '../cli/end-to-end/reeve.ts';
import { scanEvent } from '../store/events.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-agent-client-'));
const store = path.join(folder, 'store', 'knocks.db');
const socket = path.join(folder, 'agent.sock');
// Beside the sources, so that the native package is found.
const scratch = mkdtempSync(path.join(root, 'node_modules/.reeve-client-'));
const fixture = path.join(scratch, 'owner-socket.cjs');
const alone = { REEVE_STORE: store, REEVE_SOCKET: path.join(folder, 'none.sock') };
const asking = { REEVE_STORE: store, REEVE_SOCKET: socket };
let port = 0;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  await build({
    entryPoints: [path.join(root, 'test/fixtures/owner-socket.ts')],
    outfile: fixture,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['koffi', 'libsql'],
    define: { 'import.meta.url': '__url' },
    banner: { js: "const __url=require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
  port = await quietPort();
  const now = (): number => Date.now() * 1000;
  const writer = openStore({ path: store, now, retention: { days: 30, bytes: 2 ** 30 } });
  const ports = { count: 1, exact: true, top: [{ port, packets: 3 }] };
  writer.put(scanEvent('one', { ports, first: now() - 90e6 - 0.25, last: now() - 60e6 }));
  writer.put(
    scanEvent('two', {
      source: '198.51.100.9',
      sources: ['198.51.100.9'],
      first: now() - 50e6,
      last: now() - 40e6,
    }),
  );
  writer.vote({
    page: '/ports/2504',
    visitor: 'a',
    face: 'yes',
    comment: 'clear \u001B[2J',
    language: 'en',
    at: now() - 10e6,
  });
  writer.vote({
    page: '/ports/2504',
    visitor: 'b',
    face: 'no',
    comment: null,
    language: 'bn',
    at: now() - 5e6,
  });
  writer.vote({ page: '/', visitor: 'a', face: 'partly', comment: null, language: 'sd', at: now() - 2e6 });
  writer.close();
});

/** One that the system hands to nobody: what others do meanwhile must not show in the answers. */
async function quietPort(): Promise<number> {
  const tried = 20_000 + Math.floor(Math.random() * 10_000);
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(tried, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  return free ? tried : await quietPort();
}

interface Agent {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly tell: (line: string) => void;
}

let agent: Agent | null = null;

/** Something behind the socket; see the fixture. */
async function start(kind: string): Promise<Agent> {
  const server = spawn(process.execPath, [fixture, kind, socket, store], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  server.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString('utf8');
  });
  agent = { child: server, said: () => out, tell: (line) => void server.stdin.write(`${line}\n`) };
  await until(() => out.includes('up'));
  return agent;
}

afterEach(() => {
  agent?.child.kill('SIGKILL');
  agent = null;
  rmSync(socket, { force: true });
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

const questions = (): readonly (readonly string[])[] => [
  ['knocks'],
  ['knocks', '--port', String(port), '-n', '1'],
  ['knocks', '--tool', 'none'],
  ['source', '203.0.113.9'],
  ['source', '192.0.2.200'],
  ['why', 'e1'],
  ['why', 'e9'],
  ['store', 'status'],
  [String(port)],
  [String(port), '2504/udp'],
  ['feedback'],
  ['feedback', '--page', '2504', '-n', '1'],
];

/** Without what differs from one moment to the next. */
const lasting = (text: string): string =>
  text
    .replaceAll(/"generatedAt": "[^"]*"/g, '')
    .replaceAll(/\d+ (?:s|min) ago/g, '')
    .replaceAll(/"seen": \d+|\d+ process(?:es)?/g, '')
    .replaceAll(/ +/g, ' ');

describe('the command line and the agent', () => {
  it('gives the same answers with and without it', async () => {
    const without = questions().map((args) => [
      reeve(args, { env: alone }),
      reeve([...args, '--json'], { env: alone }),
    ]);
    const { said } = await start('right');
    const asked = (): number => said().split('asked').length - 1;
    for (const [index, args] of questions().entries()) {
      for (const [json, words] of [args, [...args, '--json']].entries()) {
        const before = asked();
        const through = reeve(words, { env: asking });
        const direct = without[index]?.[json];
        expect(lasting(through.out), words.join(' ')).toBe(lasting(direct?.out ?? 'nothing'));
        expect(through.status).toBe(direct?.status);
        expect(lasting(through.err)).toBe(lasting(direct?.err ?? 'nothing'));
        await until(() => asked() === before + 1);
      }
    }
  });

  it.each(['hangs', 'garbage', 'noise', 'endless', 'closes', 'newer'])(
    'works where what is behind the socket %s, and says that it was left out',
    async (kind) => {
      await start(kind);
      for (const args of [
        ['knocks', '--json'],
        [String(port), '--json'],
      ]) {
        const direct = reeve(args, { env: alone });
        const through = reeve(args, { env: asking });
        expect(lasting(through.out)).toBe(lasting(direct.out));
        expect(through.status).toBe(direct.status);
        expect(through.err).toMatch(/^reeve: the agent was left out: it/);
      }
      if (kind === 'newer') return;
      const status = reeve(['status', '--json'], { env: asking });
      expect(status.status).toBe(5);
      expect(errorDocument.parse(JSON.parse(status.out)).code).toBe('AGENT_FAILED');
    },
  );

  it('works as without one where an agent was killed and left its socket behind', async () => {
    const { child } = await start('right');
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    expect(existsSync(socket)).toBe(true);
    const through = reeve(['knocks', '--json'], { env: asking });
    expect(through).toMatchObject({ status: 0, err: '' });
    const status = reeve(['status'], { env: asking });
    expect(status.status).toBe(2);
    expect(status.err).toContain('without removing its socket');
    expect(reeve([], { env: asking }).out).toContain('left its socket behind');
  });

  it('asks nobody else for another store', async () => {
    const { said } = await start('right');
    const other = path.join(folder, 'other.db');
    const env = { REEVE_STORE: other, REEVE_SOCKET: socket };
    expect(reeve(['knocks'], { env })).toMatchObject({ status: 2, out: '' });
    expect(reeve(['knocks'], { env }).err).toContain('STORE_ABSENT');
    await until(() => said().includes('asked'));
  });

  it('lists votes and counts them by page', () => {
    const { out, status } = reeve(['feedback'], { env: alone });
    expect(status).toBe(0);
    expect(out).toMatch(/\/ports\/2504 +1 +0 +1/);
    expect(out).toContain('clear \\x1b[2J');
    const only = feedbackDocument.parse(
      JSON.parse(reeve(['feedback', '--page', '/', '--json'], { env: alone }).out),
    );
    expect(only.votes.map(({ face, language }) => [face, language])).toEqual([['partly', 'sd']]);
    expect(reeve(['feedback', '--page', '/ports/1'], { env: alone })).toMatchObject({
      status: 2,
      out: 'No vote fits.\n',
    });
    expect(reeve(['feedback', '--page', 'x'], { env: alone }).status).toBe(4);
    expect(reeve(['feedback', '--since', 'then'], { env: alone }).status).toBe(4);
  });
});

describe('what needs an agent', () => {
  it.each([['status'], ['sign-in'], ['knocks', '--follow']])('reeve %s %s says that none runs', (...args) => {
    const { status, err } = reeve(
      args.filter((arg) => arg !== undefined),
      { env: alone },
    );
    expect(status).toBe(2);
    expect(err).toMatch(/no agent runs here. Start it with reeve up. \[AGENT_ABSENT\]/);
  });

  it('is answered by it', async () => {
    await start('right');
    const status = reeve(['status'], { env: asking });
    expect(status.status).toBe(0);
    expect(status.out).toMatch(/^harbour\\x1b\[2J: the agent 9\.9\.9 runs since 1 h/);
    expect(status.out).toContain('watched on eth0: 12 packets');
    statusDocument.parse(JSON.parse(reeve(['status', '--json'], { env: asking }).out));
    const link = reeve(['sign-in'], { env: asking });
    expect(link).toMatchObject({ status: 0, out: 'http://127.0.0.1:7678/sign-in?code=abc\n' });
    signInDocument.parse(JSON.parse(reeve(['sign-in', '--json'], { env: asking }).out));
    const overview = reeve([], { env: asking }).out;
    expect(overview).toMatch(/The agent runs since 1 h.*: knocks watched on eth0/);
    expect(overview).toMatch(/2 knocks in 24 h/);
  });

  it('says so where it is of another version', async () => {
    await start('newer');
    const { status, err } = reeve(['status'], { env: asking });
    expect(status).toBe(5);
    expect(err).toMatch(/not of this version \(it is version 9\.9\.9\).*AGENT_FAILED/);
  });
});

describe('reeve knocks --follow', () => {
  const knock = (key: string, source: string): string =>
    JSON.stringify({
      type: 'knock',
      id: 'e1',
      event: knockEventItem(scanEvent(key, { source, sources: [source] })),
    });

  async function follow(args: readonly string[]) {
    const { tell, said } = await start('right');
    const child = spawn(process.execPath, [entry, 'knocks', '--follow', ...args], {
      env: { ...process.env, ...asking, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString('utf8');
    });
    child.stderr.on('data', (bytes: Buffer) => {
      err += bytes.toString('utf8');
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await until(() => said().includes('followed'));
    return { tell, out: () => out, err: () => err, child, ended };
  }

  it('tells what comes, but for what was not asked for, until Ctrl-C', async () => {
    const { tell, out, child, ended } = await follow(['--source', '203.0.113.9', '--json']);
    tell(knock('a', '203.0.113.9'));
    tell('this is no message');
    tell('{"type":"knock","from":"a later version"}');
    tell(knock('b', '198.51.100.9'));
    tell(knock('c', '203.0.113.9'));
    await until(() => out().split('\n').length === 3);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    const keys = out()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { key: string }).key);
    expect(keys).toEqual(['a', 'c']);
  });

  it('is readable, and says when the agent ends', async () => {
    const { tell, out, err, ended } = await follow([]);
    tell(knock('a', '203.0.113.9'));
    tell(knock('a', '203.0.113.9'));
    await until(() => out().includes('203.0.113.9 port scan'));
    tell('end');
    expect(await ended).toBe(5);
    expect(out().trim().split('\n')).toHaveLength(1);
    expect(err()).toContain('AGENT_FAILED');
  });

  it('has no past', () => {
    expect(reeve(['knocks', '--follow', '--since', '1h'], { env: alone })).toMatchObject({ status: 4 });
  });
});
