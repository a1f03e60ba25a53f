import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Granted } from '../../src/agent/privileged.ts';
import type { PortInspection } from '../../src/inspect/index.ts';
import type { Inspection } from '../../src/inspect/listener.ts';
import { eventually } from './live-ground.ts';

const root = path.resolve(fileURLToPath(import.meta.url), '../../..');

/** One line of the fixture. */
export interface Said {
  readonly started?: number;
  readonly granted?: Granted;
  readonly look?: Inspection | null;
  readonly lookAt?: PortInspection;
  readonly end?: string;
  readonly threads?: readonly string[];
  readonly late?: readonly string[];
  readonly refused?: string;
  readonly stopped?: string;
  readonly closed?: boolean;
  readonly failed?: string;
  readonly text?: string;
}

/** A folder with the fixture, built as the command is: a file for each dynamic import. */
export class Stage {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'reeve-split-'));
  readonly program = path.join(this.folder, 'program');
  readonly script = path.join(this.program, 'reeve.cjs');
  readonly #running: Running[] = [];

  constructor() {
    chmodSync(this.folder, 0o755);
    mkdirSync(this.program);
    symlinkSync(path.join(root, 'node_modules'), path.join(this.program, 'node_modules'));
    const build = `import { bundleCommand } from ${JSON.stringify(path.join(root, 'scripts/bundle.mjs'))};
      await bundleCommand(${JSON.stringify(root)}, 'test/fixtures/agent-split.ts', ${JSON.stringify(this.program)}, {});`;
    execFileSync(process.execPath, ['--input-type=module', '-e', build], { cwd: root });
  }

  /** The program once more, in a folder that nobody but its owner may enter, with its own packages. */
  shut(): string {
    const home = path.join(this.folder, 'shut');
    const inside = path.join(home, 'app');
    cpSync(this.program, path.join(inside, 'dist'), {
      recursive: true,
      filter: (file) => path.basename(file) !== 'node_modules',
    });
    for (const name of ['koffi', '@koromix']) {
      cpSync(path.join(root, 'node_modules', name), path.join(inside, 'node_modules', name), {
        recursive: true,
        dereference: true,
      });
    }
    chmodSync(home, 0o700);
    return path.join(inside, 'dist/reeve.cjs');
  }

  async start(
    options: object = {},
    { before = [], script = this.script, node = process.execPath }: Partial<How> = {},
  ): Promise<Running> {
    const running = new Running([...before, node, script, JSON.stringify(options)]);
    this.#running.push(running);
    await running.until(({ started, failed }) => started !== undefined || failed !== undefined);
    return running;
  }

  end(): void {
    for (const running of this.#running.splice(0)) running.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface How {
  readonly before: readonly string[];
  readonly script: string;
  readonly node: string;
}

export class Running {
  readonly child: ChildProcess;
  readonly said: Said[] = [];
  complaint = '';

  constructor([file = '', ...args]: readonly string[]) {
    this.child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.child.stdin?.on('error', () => undefined);
    let rest = '';
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.said.push(JSON.parse(line) as Said);
    });
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.complaint += chunk;
    });
  }

  /** The pid of the command as it was started; a wrapper in front of it execs. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  get agent(): number {
    return this.said[0]?.started ?? 0;
  }

  get granted(): Granted {
    const granted = this.said[0]?.granted;
    if (granted === undefined)
      throw new Error(`it did not start: ${JSON.stringify(this.said)} ${this.complaint}`);
    return granted;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Asks one thing, and gives what is said next. */
  async ask(question: object): Promise<Said> {
    const before = this.said.length;
    this.child.stdin?.write(`${JSON.stringify(question)}\n`);
    return (
      (await eventually(
        () => this.said[before],
        () => this.ended,
      )) ?? {}
    );
  }

  async until(fits: (line: Said) => boolean): Promise<Said> {
    const found = await eventually(
      () => this.said.find(fits),
      () => this.ended,
    );
    if (found === undefined)
      throw new Error(`it never said so: ${this.complaint} ${JSON.stringify(this.said)}`);
    return found;
  }

  async exit(): Promise<number | string | null> {
    await eventually(() => (this.ended ? true : undefined));
    return this.child.exitCode ?? this.child.signalCode;
  }

  /** A signal to one process, or to the whole group as a terminal sends it. */
  signal(signal: NodeJS.Signals, whom: number): void {
    process.kill(whom, signal);
  }

  kill(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

/** What a listener at the path says; the errno's name where nobody answers. */
export const greet = (place: string): Promise<string> =>
  new Promise((resolve) => {
    let said = '';
    const socket = connect(place);
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    socket.once('close', () => resolve(said));
  });
