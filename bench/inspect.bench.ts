/**
 * Listing and owners against `ss`, one port against Node's own start. It makes its own load (3,000 processes with
 * 160,000 descriptors, 200 listeners in 20 of them, in cgroups where those are writable), checks that the output
 * equals that of `ss` before it times anything, and takes the load down whole, interrupted or not.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspector } from '../src/inspect/index.ts';
import { type Load, startLoad } from './load/processes.ts';
import { type Command, pair, type Pairing, row, timeOnce } from './pairs.ts';

const runs = Number(process.env['RUNS'] ?? 11);
const reeve = path.resolve('dist/reeve.cjs');
const node = process.execPath;
const ss: Command = ['ss', '-tulnp'];
const kinds = ['tcp', 'udp'] as const;
const settle = 8_000;

const whole = (mine: Command, peer: Command): Pairing =>
  pair(
    () => timeOnce(mine),
    () => timeOnce(peer),
    runs,
  );

/** Every port of the load with its holders, by `ss` and by `reeve`: equal, or nothing is timed. */
function checkEqual(load: Load): void {
  const ports = new Set(load.ports);
  const bySs = new Set(
    execFileSync('ss', ['-Htlnp'], { encoding: 'utf8', maxBuffer: 1 << 28 })
      .split('\n')
      .flatMap((line) => {
        const port = Number(/:(\d+)\s/.exec(line)?.[1]);
        return ports.has(port)
          ? [...line.matchAll(/pid=(\d+),fd=(\d+)/g)].map(([, pid, fd]) => `${port} ${pid} ${fd}`)
          : [];
      }),
  );
  const document: unknown = JSON.parse(runReeve('ls', '--tcp', '--json'));
  const { listeners } = document as { listeners: { port: number; owners: { pid: number; fd: number }[] }[] };
  const byReeve = new Set(
    listeners
      .filter(({ port }) => ports.has(port))
      .flatMap(({ port, owners }) => owners.map(({ pid, fd }) => `${port} ${pid} ${fd}`)),
  );
  const missing = [...bySs].filter((one) => !byReeve.has(one));
  const extra = [...byReeve].filter((one) => !bySs.has(one));
  if (bySs.size !== load.ports.length || missing.length > 0 || extra.length > 0) {
    throw new Error(
      `reeve and ss differ: ss has ${bySs.size}, missing ${missing.slice(0, 5).join('; ')}, extra ${extra.slice(0, 5).join('; ')}`,
    );
  }
  console.log(`reeve ls names the same ${bySs.size} port, pid and descriptor triples as ss.`);
}

/** The command's output, whatever its exit code: findings are no failure here. */
function runReeve(...args: readonly string[]): string {
  try {
    return execFileSync(node, [reeve, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (stdout === undefined || stdout === '') throw error;
    return stdout;
  }
}

async function resident(): Promise<Pairing> {
  // Resident means: loaded, compiled, one look already made.
  const look = await inspector({ kinds });
  await look();
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const start = process.hrtime.bigint();
    await look();
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  let next = 0;
  return pair(
    () => times[next++] ?? 0,
    () => timeOnce(ss),
    runs,
  );
}

async function main(): Promise<void> {
  if (!existsSync(reeve)) throw new Error('dist/reeve.cjs is missing: npm run build');
  const load = await startLoad({
    processes: 3000,
    fds: 50,
    listeners: 200,
    listenerProcesses: 20,
    cgroups: 30,
  });
  try {
    checkEqual(load);
    // Thousands of forks leave the kernel's own threads busy for some seconds, which is nobody's figure.
    await pause(settle);
    const [port = 0] = load.ports;
    const rows = [
      row('reeve ls, whole process', 'ss -tulnp', whole([node, reeve, 'ls'], ss), 0.25),
      row('resident refresh', 'ss -tulnp', await resident(), 0.06),
    ];
    const free = runReeve('next').trim();
    const idle = whole([node, reeve, free, '--json'], [node, '-e', '0']);
    rows.push(row(`reeve ${free} --json, nothing holds it`, 'node -e 0', idle, 2));
    const held = whole([node, reeve, String(port), '--json'], [node, reeve, free, '--json']);
    rows.push(row(`reeve ${port} --json, held`, `reeve ${free}`, held, 1 + 40 / held.peer));
    rows.push(
      `  with owner, ancestry, unit and package it takes ${(held.mine - held.peer).toFixed(1)} ms more (mark: 40 ms)`,
    );
    console.log(rows.join('\n'));
  } finally {
    await load.stop();
  }
}

await main();
