/**
 * Live: a flood of SYN over a veth pair, watched by `reeve watch` and by `tcpdump -w /dev/null`, each in its turn. Counted
 * are packets lost in the kernel and processor time while packets came, the whole analysis among it. The generator has
 * one core, the watcher the other.
 */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { end, type Lab, noLab, startLab } from '../test/fixtures/lab.ts';

const reeve = path.resolve('dist/reeve.cjs');
const seconds = Number(process.env['SECONDS'] ?? 5);
const rates = (process.env['RATES'] ?? '500000,1000000,1500000').split(',').map(Number);
const ticksPerSecond = 100;
const mark = { rate: 1_500_000, share: 0.3 };

/** Processor seconds of a process and of all that it started, so far. */
function spent(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** The process and its descendants. */
function family(pid: number): readonly number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}

const allSpent = (pid: number): number => family(pid).reduce((sum, one) => sum + spent(one), 0);

interface Run {
  readonly sent: number;
  readonly ms: number;
  readonly cpu: number;
  readonly dropped: number;
}

async function run(lab: Lab, generator: string, watcher: Watcher, rate: number): Promise<Run> {
  const child = lab.start('watched', 'taskset', '-c', '1', ...watcher.command(lab));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  await pause(3000);
  if (child.exitCode !== null || child.pid === undefined) throw new Error(`${watcher.name} ended: ${said}`);
  const index = execFileSync('ip', ['-n', lab.prober, '-o', 'link', 'show', lab.link], {
    encoding: 'utf8',
  }).split(':')[0];
  const before = allSpent(child.pid);
  const sent = lab.run(
    'prober',
    ...([
      'taskset',
      '-c',
      '0',
      process.execPath,
      generator,
      index ?? '',
      lab.proberMac,
      lab.watchedMac,
      String(rate * seconds),
      String(rate),
    ] as const),
  );
  await pause(500);
  const cpu = allSpent(child.pid) - before;
  await end(child, 'SIGINT');
  await closed(child);
  const [packets = 0, ms = 0] = sent.trim().split(' ').map(Number);
  if (packets === 0 || ms === 0) throw new Error('the generator sent nothing');
  return { sent: packets, ms, cpu, dropped: watcher.dropped(said) };
}

const closed = async (child: ChildProcess): Promise<void> => {
  for (let tries = 0; tries < 50 && child.stdout?.readableEnded === false; tries++) await pause(20);
};

interface Watcher {
  readonly name: string;
  command(lab: Lab): readonly string[];
  dropped(said: string): number;
}

const tcpdump: Watcher = {
  name: 'tcpdump -w /dev/null',
  command: ({ link }) => ['tcpdump', '-i', link, '-s', '96', '-B', '16384', '-w', '/dev/null'],
  dropped: (said) => Number(/(\d+) packets dropped by kernel/.exec(said)?.[1] ?? Number.NaN),
};

const watch: Watcher = {
  name: 'reeve watch',
  command: ({ link }) => [process.execPath, reeve, 'watch', '--iface', link, '--no-store', '--json'],
  dropped: (said) =>
    said
      .split('\n')
      .filter((line) => line.includes('"type":"drops"'))
      .reduce((most, line) => {
        const { drops } = JSON.parse(line) as { readonly drops: { readonly packets: number } };
        return Math.max(most, drops.packets);
      }, 0),
};

async function main(folder: string): Promise<void> {
  if (!existsSync(reeve)) throw new Error('dist/reeve.cjs is missing: npm run build');
  const reason = noLab();
  if (reason !== null) throw new Error(reason);
  const generator = path.join(folder, 'flood.mjs');
  await build({
    entryPoints: [path.resolve('bench/load/flood-main.ts')],
    outfile: generator,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['koffi'],
    logLevel: 'warning',
  });
  const lab = startLab();
  try {
    // What comes in is seen, and then dropped: else the kernel's own resets take the generator's core.
    const rules =
      'add table inet bench; add chain inet bench in { type filter hook prerouting priority -400; policy drop; }';
    lab.run('watched', 'nft', rules);
    for (const rate of rates) {
      for (const watcher of [tcpdump, watch]) {
        const { sent, ms, cpu, dropped } = await run(lab, generator, watcher, rate);
        const offered = sent / (ms / 1000);
        const share = cpu / (ms / 1000);
        const judged =
          watcher !== watch || offered < mark.rate * 0.98
            ? ''
            : `  mark: none dropped, below ${mark.share * 100} % ${dropped === 0 && share < mark.share ? 'reached' : 'MISSED'}`;
        console.log(
          `${watcher.name.padEnd(22)} ${(offered / 1e6).toFixed(2)} Mpps offered (asked ${(rate / 1e6).toFixed(2)})  ${sent} sent  ${dropped} dropped by the kernel  ${(share * 100).toFixed(1)} % of a core, ${((cpu / sent) * 1e9).toFixed(0)} ns a packet${judged}`,
        );
      }
    }
  } finally {
    await lab.stop();
  }
}

const folder = mkdtempSync(path.join(process.cwd(), '.bench-watch-'));
try {
  await main(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
