import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { entry } from '../cli/end-to-end/reeve.ts';

export interface StartOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Put before the command: `ip netns exec …`. */
  readonly within?: readonly string[];
  readonly uid?: number;
}

/** A folder for one agent: its store, its socket, its log. */
export class AgentGround {
  readonly folder: string;
  readonly #running: StartedAgent[] = [];

  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'reeve-agent-'));
    chmodSync(this.folder, 0o755);
    mkdirSync(path.join(this.folder, 'run'), { mode: 0o755 });
  }

  get store(): string {
    return path.join(this.folder, 'data', 'store', 'knocks.db');
  }

  start(options: StartOptions = {}): StartedAgent {
    const agent = new StartedAgent(this, options);
    this.#running.push(agent);
    return agent;
  }

  async end(): Promise<void> {
    for (const agent of this.#running) await agent.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** `reeve up` of the built program, on a port that the kernel picks. */
export class StartedAgent {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  out = '';
  err = '';

  constructor(ground: AgentGround, { args = [], env = {}, within = [], uid }: StartOptions) {
    const [file = process.execPath, ...rest] = [
      ...within,
      process.execPath,
      entry,
      'up',
      '--no-registry-update',
      ...(args.includes('--listen') ? [] : ['--listen', '127.0.0.1:0']),
      '--store',
      ground.store,
      ...args,
    ];
    this.child = spawn(file, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NO_COLOR: '1',
        REEVE_SOCKET: path.join(ground.folder, 'run', 'agent.sock'),
        ...env,
      },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (this.out += chunk));
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.err += chunk));
    this.ended = new Promise((resolve) => this.child.once('close', (code) => resolve(code)));
  }

  /** The first address it printed. */
  async address(): Promise<string> {
    return await this.until(() => /^(https?:\/\/\S+)$/m.exec(this.out)?.[1]);
  }

  /** What it logged, parsed. */
  logged(): readonly Record<string, unknown>[] {
    return this.err
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async get(place: string): Promise<unknown> {
    const response = await fetch(`${await this.address()}${place}`);
    if (!response.ok) throw new Error(`${place}: ${response.status} ${await response.text()}`);
    return await response.json();
  }

  /** Polls until there is something; with what was said meanwhile where there never is. */
  async until<T>(look: () => T | undefined | Promise<T | undefined>, patience = 20_000): Promise<T> {
    const end = Date.now() + patience;
    while (Date.now() < end) {
      const found = await look();
      if (found !== undefined) return found;
      if (this.child.exitCode !== null) break;
      await pause(50);
    }
    throw new Error(`it did not come; printed:\n${this.out}\n${this.err}`);
  }

  /** The processes of this agent: the one that was started, and its child where it has one. */
  pids(): readonly number[] {
    const { pid } = this.child;
    if (pid === undefined) return [];
    try {
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
      return [pid, ...(children === '' ? [] : children.split(' ').map(Number))];
    } catch {
      return [];
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return await this.ended;
  }

  async kill(): Promise<void> {
    for (const pid of this.pids()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    await this.ended;
  }
}

export const isAlive = (pid: number): boolean => {
  try {
    // A zombie has no command line.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
};
