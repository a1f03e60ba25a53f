import { type ChildProcess, spawn } from 'node:child_process';
import type { NoticeDocument } from '../../contract/notice.ts';
import { harmless } from '../../core/text.ts';
import { commandEnvironment } from './command-environment.ts';
import type { Surroundings, Teller } from './teller.ts';

export interface CommandOptions {
  /** Milliseconds that a command may take. */
  readonly patience?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const usualPatience = 30_000;
const mostAtOnce = 4;
const mostWaiting = 200;
const mostOutput = 4096;
/** Between being asked to end and being ended. */
const lastWords = 2000;
const outputAfterEnd = 200;

/**
 * Runs the command for each notice, as `sh -c COMMAND`: the notice is on its standard input, a few harmless words are in
 * its environment, and nothing of it is ever put into the command line.
 */
export function commandTeller(
  command: string,
  { log, count }: Surroundings,
  options: CommandOptions = {},
): Teller {
  const { patience = usualPatience, env = process.env } = options;
  const waiting: NoticeDocument[] = [];
  const running = new Set<Promise<void>>();
  const children = new Set<ChildProcess>();
  let closed = false;

  const next = (): void => {
    const notice = running.size < mostAtOnce ? waiting.shift() : undefined;
    if (notice === undefined) return;
    const one = run(notice).finally(() => {
      running.delete(one);
      next();
    });
    running.add(one);
  };

  const run = (notice: NoticeDocument): Promise<void> =>
    new Promise((resolve) => {
      const said: Buffer[] = [];
      let room = mostOutput;
      const child = spawn(command, {
        shell: true,
        // A group of its own, so that all that it starts ends with it.
        detached: process.platform !== 'win32',
        cwd: process.platform === 'win32' ? process.cwd() : '/',
        stdio: ['pipe', 'pipe', 'pipe'],
        env: commandEnvironment(notice, env),
      });
      children.add(child);
      let late = false;
      let ended: string | null | undefined;
      const soft = setTimeout(() => {
        late = true;
        end(child, 'SIGTERM');
      }, patience);
      const hard = setTimeout(() => end(child, 'SIGKILL'), patience + lastWords);
      const done = (): void => {
        if (!children.delete(child)) return;
        clearTimeout(soft);
        clearTimeout(hard);
        child.stdout.destroy();
        child.stderr.destroy();
        count(ended === null ? 'sent' : 'failed');
        const output = harmless(Buffer.concat(said).toString('utf8').trim());
        if (ended !== null) log('warn', `the command of --on-event ${ended ?? 'was lost'}`, { output });
        else if (output !== '') log('info', 'the command of --on-event said', { output });
        resolve();
      };
      const keep = (bytes: Buffer): void => {
        if (room > 0) said.push(bytes.subarray(0, room));
        room -= bytes.length;
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      // It need not read what it is told.
      child.stdin.on('error', () => undefined);
      child.stdin.end(`${JSON.stringify(notice)}\n`);
      child.on('error', (error) => {
        ended = `could not be started (${(error as NodeJS.ErrnoException).code ?? error.message})`;
        done();
      });
      child.on('exit', (code, signal) => {
        ended = late ? `took longer than ${patience} ms` : code === 0 ? null : `ended with ${code ?? signal}`;
        // A process that it leaves behind holds its pipes open: that is not waited for.
        setTimeout(done, outputAfterEnd);
      });
      child.on('close', done);
    });

  return {
    tell: (notice) => {
      if (closed || waiting.length >= mostWaiting) return count('held');
      waiting.push(notice);
      next();
    },
    close: async (graceMs) => {
      closed = true;
      for (const _ of waiting.splice(0)) count('held');
      const timer = setTimeout(() => {
        for (const child of children) end(child, 'SIGKILL');
      }, graceMs);
      await Promise.all(running);
      clearTimeout(timer);
    },
  };
}

function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // All of it has ended.
  }
}
