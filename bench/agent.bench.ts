/**
 * The agent at rest: resident memory and processor time of both its processes, in namespaces of its own, so that nothing
 * but itself runs there; before and after every kind of page was opened. Beside it, what two bare `node` processes take,
 * most of which is shared. As root, for the helper is no process of its own otherwise.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const settle = Number(process.env['SETTLE'] ?? 20) * 1000;
const rest = Number(process.env['REST'] ?? 60) * 1000;
const reeve = path.resolve('dist/reeve.cjs');
const isolated = ['-n', '-m', '-p', '--fork', '--mount-proc', '--kill-child'];
const pages = [
  '/',
  '/ports/22',
  '/ports/2504/udp',
  '/bn/ports/2504',
  '/id/ranges',
  '/sd/listeners',
  '/knocks',
];
const documents = ['/search?q=ssh', '/api/v1/status', '/api/v1/listeners', '/api/v1/ports/22', '/metrics'];

const marks = { residentMB: 130, core: 0.005 };

const fieldOf = (pid: number, name: string): number =>
  Number(
    new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0,
  ) / 1e3;

const pssOf = (pid: number): number =>
  Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1e3;

/** Nanoseconds on a processor, of all threads: schedstat counts them, `stat` only in hundredths of a second. */
const cpuOf = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce(
    (sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
    0,
  );

const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

/** The two processes, the privileged one first. */
function processesOf({ pid = 0 }: ChildProcess): readonly [number, number] {
  const [helper] = childrenOf(pid);
  const [agent] = helper === undefined ? [] : childrenOf(helper);
  if (helper !== undefined && agent !== undefined) return [helper, agent];
  throw new Error('the agent did not become two processes; is this run as root?');
}

function memoryLine(what: string, pids: readonly number[]): string {
  const resident = pids.map((pid) => fieldOf(pid, 'VmRSS') * 1.024);
  const own = pids.map((pid) => fieldOf(pid, 'RssAnon') * 1.024);
  const proportional = pids.reduce((sum, pid) => sum + pssOf(pid) * 1.024, 0);
  const sum = resident.reduce((a, b) => a + b, 0);
  return `  ${what}: ${sum.toFixed(1)} MB resident (${resident.map((mb) => mb.toFixed(1)).join(' + ')}; of that its own ${own
    .map((mb) => mb.toFixed(1))
    .join(' + ')}), ${proportional.toFixed(1)} MB with what is shared divided; mark: ${marks.residentMB} MB`;
}

async function loadLine(what: string, pids: readonly number[]): Promise<string> {
  const before = pids.map(cpuOf);
  const began = process.hrtime.bigint();
  await pause(rest);
  const lasted = Number(process.hrtime.bigint() - began);
  const shares = pids.map((pid, at) => (cpuOf(pid) - (before[at] ?? 0)) / lasted);
  const percent = (share: number): string => `${(100 * share).toFixed(3)} %`;
  return `  ${what}: ${percent(shares.reduce((a, b) => a + b, 0))} of a core over ${rest / 1000} s (${shares
    .map(percent)
    .join(' + ')}); mark: ${percent(marks.core)}`;
}

async function main(): Promise<void> {
  if (!existsSync(reeve)) throw new Error('dist/reeve.cjs is missing: npm run build');
  const folder = mkdtempSync(path.join(tmpdir(), 'reeve-bench-agent-'));
  chmodSync(folder, 0o755);
  const command = [process.execPath, reeve, 'up', '--no-registry-update', '--listen', '127.0.0.1:7678'];
  const child = spawn(
    'unshare',
    [
      ...isolated,
      'sh',
      '-c',
      'ip link set lo up && exec "$@"',
      'sh',
      ...command,
      '--store',
      path.join(folder, 'data/store/knocks.db'),
    ],
    { stdio: 'ignore', env: { ...process.env, REEVE_SOCKET: path.join(folder, 'run/agent.sock') } },
  );
  const bare = [0, 1].map(() =>
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e9)'], { stdio: 'ignore' }),
  );
  try {
    await pause(settle);
    const pids = processesOf(child);
    console.log('agent at rest, helper + agent');
    console.log(memoryLine('after the start', pids));
    console.log(await loadLine('processor', pids));
    console.log(memoryLine('a minute later', pids));
    for (const place of [...pages, ...documents]) {
      const ask = [
        '-t',
        String(pids[1]),
        '-n',
        'curl',
        '-sf',
        '-o',
        '/dev/null',
        `http://127.0.0.1:7678${place}`,
      ];
      execFileSync('nsenter', ask);
    }
    await pause(settle);
    console.log(memoryLine('after every kind of page', pids));
    console.log(await loadLine('processor', pids));
    console.log(
      memoryLine(
        'two bare node processes',
        bare.map(({ pid }) => pid ?? 0),
      ),
    );
  } finally {
    for (const one of [child, ...bare]) one.kill('SIGKILL');
    await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
