import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, chmodSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Probe } from '../../src/core/probe.ts';
import type { LinkChange, LiveCounts, SilenceReport } from '../../src/watch/live/index.ts';

const root = path.resolve(fileURLToPath(import.meta.url), '../../..');
/** A namespace ends by itself should the tests be killed. */
const longestLifeSeconds = '900';
const patienceMs = 30_000;

const tools = ['nmap', 'tcpdump', 'nft', 'ip', 'nsenter', 'setpriv'] as const;
export const lacking = tools.filter(
  (name) => !['/usr/bin', '/usr/sbin', '/sbin', '/bin'].some((folder) => existsSync(`${folder}/${name}`)),
);

export const addresses = {
  host: '10.99.0.1',
  peer: '10.99.0.2',
  host6: 'fd99::1',
  peer6: 'fd99::2',
} as const;

export interface Line {
  readonly probe?: Probe;
  readonly outgoing?: boolean;
  readonly watching?: number;
  readonly helper?: number;
  readonly link?: LinkChange;
  readonly counts?: LiveCounts;
  readonly silence?: SilenceReport | null;
  readonly decoy?: { port: number; transport: string; bytes: string; source: string; end: string };
  readonly stopped?: string;
  readonly failed?: string;
  readonly text?: string;
}

/** Two network namespaces joined by a veth pair: `host` is watched at `watched`, `peer` probes from `probing`. */
export class Ground {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'reeve-live-'));
  readonly program = path.join(this.folder, 'watch.mjs');
  readonly #children: ChildProcess[] = [];
  #host = 0;
  #peer = 0;

  async make(): Promise<void> {
    chmodSync(this.folder, 0o755);
    symlinkSync(path.join(root, 'node_modules'), path.join(this.folder, 'node_modules'));
    await build({
      entryPoints: [path.join(root, 'test/fixtures/watch-live.ts')],
      outfile: this.program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      external: ['koffi'],
      logLevel: 'silent',
    });
    [this.#host, this.#peer] = [await this.#namespace(), await this.#namespace()];
    this.onHost('ip', 'link', 'set', 'lo', 'up');
    this.pair();
  }

  /** The cable; it is laid again by the tests that pull it out. */
  pair(): void {
    this.onHost(
      'ip',
      'link',
      'add',
      'watched',
      'type',
      'veth',
      'peer',
      'name',
      'probing',
      'netns',
      String(this.#peer),
    );
    const sides = [
      ['host', 'watched'],
      ['peer', 'probing'],
    ] as const;
    for (const [side, name] of sides) {
      const run = side === 'host' ? this.onHost.bind(this) : this.onPeer.bind(this);
      run('ip', 'addr', 'add', `${addresses[side]}/24`, 'dev', name);
      run('ip', 'addr', 'add', `${addresses[`${side}6`]}/64`, 'dev', name, 'nodad');
      run('ip', 'link', 'set', name, 'up');
    }
  }

  onHost(...command: readonly string[]): string {
    return run(this.#host, command);
  }

  onPeer(...command: readonly string[]): string {
    return run(this.#peer, command);
  }

  /** Starts a program in one of the two namespaces; it is ended with the ground. */
  start(
    side: 'host' | 'peer',
    command: readonly string[],
    stdio: 'ignore' | 'pipe' = 'ignore',
  ): ChildProcess {
    const pid = side === 'host' ? this.#host : this.#peer;
    const child = spawn('nsenter', ['-t', String(pid), '-n', ...command], {
      stdio: ['ignore', stdio, stdio],
      cwd: this.folder,
    });
    child.on('error', () => undefined);
    this.#children.push(child);
    return child;
  }

  async watch(options: object, before: readonly string[] = []): Promise<Watching> {
    return this.run([...before, process.execPath, this.program, JSON.stringify(options)]);
  }

  async run(command: readonly string[]): Promise<Watching> {
    const watching = new Watching(this.start('host', command, 'pipe'));
    await watching.until((line) => line.watching !== undefined || line.failed !== undefined);
    return watching;
  }

  async end(): Promise<void> {
    const running = this.#children.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    // All at once: one that ended by itself while another is waited for would never say so again.
    await Promise.all(
      running.map((child) => {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        return gone;
      }),
    );
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #namespace(): Promise<number> {
    const child = spawn('unshare', ['-n', 'sh', '-c', `echo ready; exec sleep ${longestLifeSeconds}`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#children.push(child);
    await once(child.stdout, 'data');
    return child.pid ?? 0;
  }
}

const run = (pid: number, command: readonly string[]): string =>
  execFileSync('nsenter', ['-t', String(pid), '-n', ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 << 20,
    timeout: patienceMs,
  });

/** A running fixture and what it said. */
export class Watching {
  readonly lines: Line[] = [];
  readonly child: ChildProcess;
  /** What it said on standard error, for messages of failing tests. */
  complaint = '';

  constructor(child: ChildProcess) {
    this.child = child;
    let rest = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) this.lines.push(JSON.parse(part) as Line);
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.complaint += chunk;
    });
  }

  get first(): Line {
    return this.lines[0] ?? {};
  }

  get watcher(): number {
    return this.first.watching ?? 0;
  }

  get helper(): number {
    return this.first.helper ?? 0;
  }

  probes(outgoing: boolean): readonly Probe[] {
    return this.lines.flatMap((line) =>
      line.probe !== undefined && line.outgoing === outgoing ? [line.probe] : [],
    );
  }

  counts(): LiveCounts | undefined {
    return this.lines.findLast(({ counts }) => counts !== undefined)?.counts;
  }

  /** Waits until something was said that fits, or until it ended. */
  async until(fits: (line: Line) => boolean): Promise<Line> {
    const found = await eventually(
      () => this.lines.find(fits),
      () => this.ended,
    );
    if (found === undefined) throw new Error(`it never said so: ${this.complaint}`);
    return found;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async exit(): Promise<number | string | null> {
    await eventually(() => (this.ended ? true : undefined));
    await pause(50);
    return this.child.exitCode ?? this.child.signalCode;
  }

  async stop(): Promise<number | string | null> {
    process.kill(this.helper, 'SIGTERM');
    return this.exit();
  }
}

/** What `look` gives as soon as it gives something; undefined if it never does, or nothing can come any more. */
export async function eventually<T>(
  look: () => T | undefined,
  hopeless: () => boolean = () => false,
): Promise<T | undefined> {
  for (let waited = 0; waited < patienceMs; waited += 50) {
    const last = hopeless();
    const found = look();
    if (found !== undefined || last) return found;
    await pause(50);
  }
  return undefined;
}
