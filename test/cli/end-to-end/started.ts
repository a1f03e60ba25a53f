import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

export const python = '/usr/bin/python3';
const listener = path.join(import.meta.dirname, 'listener.py');

export interface Listening {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

/** What one test starts and where: all of it is ended, with its children, and the folder removed. */
export class Started {
  /** Open to every user, as tests run as nobody too. */
  readonly folder: string = mkdtempSync(path.join(tmpdir(), 'reeve-e2e-'));
  readonly #children: ChildProcess[] = [];

  constructor() {
    chmodSync(this.folder, 0o755);
  }

  /** Starts a program in a process group of its own. */
  spawn(file: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const child = spawn(file, args, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
      ...options,
    });
    this.#children.push(child);
    return child;
  }

  /** Starts `listener.py` with these options. */
  listener(...args: readonly string[]): Promise<Listening> {
    return this.listening(python, [listener, ...args]);
  }

  /** Starts a program that prints `PORT PID` once it listens. */
  async listening(file: string, args: readonly string[], options: SpawnOptions = {}): Promise<Listening> {
    const child = this.spawn(file, args, options);
    const [port = Number.NaN, pid = Number.NaN] = (await firstLine(child)).split(' ').map(Number);
    return { child, port, pid };
  }

  async stop(): Promise<void> {
    for (const { pid } of this.#children) endGroup(pid);
    for (let tries = 0; tries < 100 && this.#children.some(isRunning); tries++) await pause(20);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const isRunning = ({ exitCode, signalCode, pid }: ChildProcess): boolean =>
  pid !== undefined && exitCode === null && signalCode === null;

/** A group outlives its leader as long as one of its processes runs; its id is given to nobody else until then. */
function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Every process of it has ended.
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('its standard output is not read');
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('it ended before it listened');
}

/** Whether the process runs: neither gone nor a zombie that nobody has waited for. */
export function runs(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return false;
  try {
    return !/\) [ZX] /.test(readFileSync(file, 'latin1'));
  } catch {
    return false;
  }
}

/** Waits until something is so; false where it is not within ten seconds. */
export async function soon(isSo: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    if (isSo()) return true;
    await pause(50);
  }
  return false;
}

/** The children of a process, by their pids. */
export const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((word) => word !== '')
    .map(Number);
