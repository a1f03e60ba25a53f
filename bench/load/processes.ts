import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadProgram } from './perl.ts';

export interface LoadShape {
  readonly processes: number;
  /** Descriptors of each process beside its sockets: /dev/null opened so often. */
  readonly fds: number;
  /** TCP sockets listening on 127.0.0.1, shared out evenly. */
  readonly listeners: number;
  readonly listenerProcesses: number;
  /** Into how many cgroups the processes go in equal parts; 0 = none. Only where cgroup v2 is writable. */
  readonly cgroups?: number;
}

export interface Load {
  readonly pids: readonly number[];
  readonly ports: readonly number[];
  /** The folder of the load's cgroups, or null where none could be made. */
  readonly cgroupFolder: string | null;
  /** Ends every process, removes every cgroup, and waits for both. May be called twice. */
  stop(): Promise<void>;
}

const prefix = 'portreeve-load-';

/**
 * Makes processes with open descriptors and listening sockets. When this process ends, however it ends, the
 * load's own master sees its standard input close and takes everything down.
 * @throws Error when the processes could not be made; what had been made is gone then
 */
export async function startLoad(shape: LoadShape): Promise<Load> {
  const cgroupFolder = (shape.cgroups ?? 0) > 0 ? newFolder() : null;
  const counts = [shape.processes, shape.fds, shape.listeners, shape.listenerProcesses].map(String);
  const words = [...counts, cgroupFolder ?? '', String(shape.cgroups ?? 0)];
  // Its own session: an interrupt from the terminal reaches this process only, whose end it then sees.
  const master = spawn('perl', ['-e', loadProgram, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = once(master, 'exit');
  // Its failure is told where it is awaited, by `stop`.
  ended.catch(() => undefined);
  master.stdin.on('error', () => undefined);
  const stop = async (): Promise<void> => {
    master.stdin.end();
    await ended;
  };
  try {
    const lines = await linesUntilReady(master.stdout);
    const numbers = lines.map((line) => line.split(' ').map(Number));
    const pids = numbers.map(([pid]) => pid ?? Number.NaN);
    return { pids, ports: numbers.flatMap(([, ...ports]) => ports), cgroupFolder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function linesUntilReady(output: AsyncIterable<Buffer>): Promise<string[]> {
  let text = '';
  for await (const part of output) {
    text += part.toString('latin1');
    if (text.endsWith('ready\n')) return text.split('\n').slice(0, -2);
  }
  throw new Error('the load could not be made: see what perl wrote above');
}

let made = 0;

/** A name for new cgroups under the writable v2 hierarchy; sweeps away those of masters that were killed. */
function newFolder(): string | null {
  const root = cgroupRoot();
  if (root === null) return null;
  for (const name of readdirSync(root)) {
    const maker = name.startsWith(prefix) ? name.slice(prefix.length).split('-')[0] : undefined;
    if (maker !== undefined && !existsSync(`/proc/${maker}`)) sweep(join(root, name));
  }
  made += 1;
  return join(root, `${prefix}${process.pid}-${made}`);
}

function cgroupRoot(): string | null {
  const line = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((text) => text.includes(' - cgroup2 '));
  const root = line?.split(' ')[4];
  if (root === undefined) return null;
  try {
    accessSync(root, constants.W_OK);
    return root;
  } catch {
    return null;
  }
}

function sweep(folder: string): void {
  try {
    const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of inner) rmdirSync(join(folder, name));
    rmdirSync(folder);
  } catch {
    // Somebody still runs in it: then it is not ours to remove.
  }
}
