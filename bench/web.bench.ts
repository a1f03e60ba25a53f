/**
 * Port pages, rendered afresh and from the page cache, against nginx serving the very same HTML as files: requests a
 * second by wrk, in turn. The server has one core, wrk the other. And the first byte of a page in process, without a socket.
 *
 * The machine behind the pages is the made-up one of the tests: a dozen listeners, a store with events.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createApp } from '../src/web/server/app.ts';
import { openAssets } from '../src/web/assets.ts';
import { openSite, type Tuning } from '../src/web/server/site.ts';
import { startServer } from '../src/web/server/start.ts';
import { readTarget } from '../src/web/server/target.ts';
import { harness, loopback } from '../test/web/server/harness.ts';
import { median } from './pairs.ts';

const seconds = Number(process.env['SECONDS'] ?? 3);
const warming = Number(process.env['WARMING'] ?? 8);
const rounds = Number(process.env['ROUNDS'] ?? 3);
const marks = { fresh: 0.15, cached: 0.35, firstByte: 2 };
/** Well-known, assigned and unassigned ones, with dossiers and without. */
const firsts = [22, 443, 2504, 2171, 8080, 60_503, 47_811, 1900];
const ports = Array.from({ length: 64 }, (_, at) => (firsts[at % firsts.length] ?? 0) + at);

const paths = ports.map((port) => `/ports/${port}`);
const assets = openAssets({ folder: path.resolve('dist/web') });

const bare: Tuning = { pageCache: 0 };

async function serve(role: string): Promise<void> {
  const { options } = harness({ assets });
  const web = await startServer(options, role === 'fresh' ? bare : {});
  process.stdout.write(`${web.addresses[0] ?? ''}\n`);
  process.once('SIGINT', () => process.exit());
}

interface Peer {
  readonly name: 'fresh' | 'cached' | 'nginx';
  readonly child: ChildProcess;
  readonly address: string;
}

async function startMine(role: 'fresh' | 'cached'): Promise<Peer> {
  const child = spawn('taskset', ['-c', '0', process.execPath, process.argv[1] ?? ''], {
    env: { ...process.env, REEVE_BENCH_ROLE: role },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString().trim()));
    child.once('exit', () => reject(new Error('the server ended')));
  });
  return { name: role, child, address };
}

async function startNginx(folder: string, pages: ReadonlyMap<string, string>): Promise<Peer> {
  mkdirSync(path.join(folder, 'html/ports'), { recursive: true });
  for (const [url, html] of pages) writeFileSync(path.join(folder, 'html', url), html);
  const port = 18_080;
  const config = path.join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `user root; daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 512; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type "text/html; charset=utf-8";
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server { listen 127.0.0.1:${port}; root ${folder}/html; } }\n`,
  );
  const child = spawn('taskset', ['-c', '0', 'nginx', '-p', folder, '-c', config], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await pause(500);
  if (child.exitCode !== null) throw new Error('nginx ended');
  return { name: 'nginx', child, address: `http://127.0.0.1:${port}` };
}

interface Measured {
  readonly perSecond: number;
  /** Microseconds of processor time of the server for one request: what else runs on the machine tells less in it. */
  readonly processor: number;
}

/** Processor seconds of a process and those it started. */
function spent(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  const own = (Number(fields[11]) + Number(fields[12])) / 100;
  return children.reduce((sum, child) => sum + spent(Number(child)), own);
}

/** An answer that is none is an error. */
function load(script: string, { address, name, child: { pid = 0 } }: Peer, lasting = seconds): Measured {
  const before = spent(pid);
  const out = execFileSync(
    'taskset',
    ['-c', '1', 'wrk', '-t1', '-c32', `-d${lasting}s`, '--timeout', '30s', '-s', script, address],
    { encoding: 'utf8' },
  );
  if (/Non-2xx|Socket errors/.test(out)) throw new Error(`${name}: ${out}`);
  const requests = Number(/(\d+) requests in/.exec(out)?.[1] ?? Number.NaN);
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1] ?? Number.NaN),
    processor: ((spent(pid) - before) / requests) * 1e6,
  };
}

/** Milliseconds from the question to the whole first answer of pages that were not asked for before. */
async function firstByte(): Promise<number> {
  const { options } = harness({ assets });
  const site = openSite(options, bare);
  const app = createApp(site);
  const ask = async (port: number): Promise<number> => {
    const url = `/ports/${port}`;
    const request = new Request(`http://127.0.0.1${url}`);
    const asked = {
      method: 'GET',
      headers: { host: '127.0.0.1' },
      target: readTarget(url),
      visitor: { role: 'reader', connection: loopback },
    } as const;
    const start = process.hrtime.bigint();
    const answer = await app.fetch(request, { asked });
    await answer.body?.getReader().read();
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  for (let port = 1; port < 200; port++) await ask(port);
  const times: number[] = [];
  for (let port = 200; port < 3200; port += 3) times.push(await ask(port));
  site.hub.close();
  const sorted = times.toSorted((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  const middle = median(times);
  console.log(
    `first byte of a port page in process       ${middle.toFixed(2)} ms at the median, ${p99.toFixed(2)} ms at the 99th percentile  mark ${marks.firstByte} ms ${middle < marks.firstByte ? 'reached' : 'MISSED'}`,
  );
  return middle;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'reeve-bench-web-'));
  const peers: Peer[] = [];
  try {
    await firstByte();
    const fresh = await startMine('fresh');
    const cached = await startMine('cached');
    peers.push(fresh, cached);
    const pages = new Map<string, string>();
    for (const url of paths)
      pages.set(
        url,
        await (await fetch(cached.address + url, { headers: { 'accept-encoding': 'identity' } })).text(),
      );
    const size = [...pages.values()].reduce((sum, html) => sum + Buffer.byteLength(html), 0) / pages.size;
    const nginx = await startNginx(folder, pages);
    peers.push(nginx);
    const script = path.join(folder, 'ports.lua');
    writeFileSync(
      script,
      `local p = {${paths.map((url) => `"${url}"`).join(',')}}\nlocal n = 0\nfunction request() n = n % #p + 1; return wrk.format("GET", p[n]) end\n`,
    );
    // The engine compiles for thousands of pages, on the server's one core.
    for (const peer of peers) load(script, peer, warming);
    const kinds = ['fresh', 'cached'] as const;
    const measured = { fresh: [] as Measured[], cached: [] as Measured[], nginx: [] as Measured[] };
    for (let round = 0; round < rounds; round++) {
      for (const peer of [nginx, fresh, cached]) measured[peer.name].push(load(script, peer));
    }
    const told = ({ perSecond, processor }: Measured): string =>
      `${perSecond.toFixed(0).padStart(6)} requests/s, ${processor.toFixed(0)} µs of processor time each`;
    const middle = (all: readonly Measured[]): Measured => ({
      perSecond: median(all.map((one) => one.perSecond)),
      processor: median(all.map((one) => one.processor)),
    });
    const peer = middle(measured.nginx);
    console.log(`nginx, files of ${(size / 1024).toFixed(1)} KiB                     ${told(peer)}`);
    for (const kind of kinds) {
      const mine = middle(measured[kind]);
      const ratios = measured[kind].map(
        (one, round) => one.perSecond / (measured.nginx[round] ?? peer).perSecond,
      );
      const ratio = median(ratios);
      const what = kind === 'fresh' ? 'rendered afresh' : 'from the page cache';
      console.log(
        `port pages ${what.padEnd(32)}${told(mine)}  ratio ${ratio.toFixed(3)} (${Math.min(...ratios).toFixed(3)}-${Math.max(...ratios).toFixed(3)}), by processor time ${(peer.processor / mine.processor).toFixed(3)}  mark ${marks[kind]} ${ratio >= marks[kind] ? 'reached' : 'MISSED'}`,
      );
    }
  } finally {
    for (const { child } of peers) child.kill();
    await pause(300);
    rmSync(folder, { recursive: true, force: true });
  }
}

const role = process.env['REEVE_BENCH_ROLE'];
if (role === undefined) {
  await main();
  process.exit();
} else await serve(role);
