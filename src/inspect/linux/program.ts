import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

/** What another program said, or in which way it did not. */
export type ProgramAnswer =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly why: ProgramFault; readonly detail: string };

type ProgramFault = 'missing' | 'not-permitted' | 'timed-out' | 'too-large' | 'failed';

interface ProgramLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** How a program is asked; tests and other platforms may put their own in its place. */
export type AskProgram = (
  file: string,
  args: readonly string[],
  limits: ProgramLimits,
) => Promise<ProgramAnswer>;

const administratorFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The environment of every program we ask: English, no colours, no pager, the administrator's folders on PATH. */
export function plainEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const folders = (env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin').split(':');
  const path = [...folders, ...administratorFolders.filter((folder) => !folders.includes(folder))].join(':');
  return {
    ...env,
    PATH: path,
    LC_ALL: 'C',
    SYSTEMD_COLORS: '0',
    SYSTEMD_PAGER: '',
    PAGER: 'cat',
    NO_COLOR: '1',
  };
}

/**
 * Runs a program without a shell, in a process group of its own, and gives what it wrote. When the time is up the whole
 * group is ended, so that a child which keeps the pipe open cannot hold us. Never throws.
 */
export const askProgram: AskProgram = async (file, args, limits) => {
  const { spawn } = await import('node:child_process');
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      detached: true,
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    collect(child, limits, resolve);
  });
};

function collect(
  child: ChildProcess,
  { timeoutMs, maxBytes }: ProgramLimits,
  resolve: (a: ProgramAnswer) => void,
): void {
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  let size = 0;
  const end = (answer: ProgramAnswer): void => {
    clearTimeout(timer);
    child.stdout?.destroy();
    child.stderr?.destroy();
    resolve(answer);
  };
  const giveUp = (why: ProgramFault, detail: string): void => {
    endGroup(child.pid);
    end({ ok: false, why, detail });
  };
  const timer = setTimeout(() => giveUp('timed-out', `no answer within ${timeoutMs} ms`), timeoutMs);
  child.stdout?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) giveUp('too-large', `more than ${maxBytes} bytes`);
    else out.push(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    if (errors.length < 16) errors.push(chunk);
  });
  child.on('error', (error: NodeJS.ErrnoException) => end(faultOfSpawn(error)));
  child.on('close', (code, signal) => {
    const text = Buffer.concat(out).toString('utf8');
    end(
      code === 0
        ? { ok: true, stdout: text }
        : faultOfExit(code, signal, Buffer.concat(errors).toString('utf8')),
    );
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, constants.signals.SIGKILL);
  } catch {
    // It has ended by itself.
  }
}

function faultOfSpawn({ code, message }: NodeJS.ErrnoException): ProgramAnswer {
  const why =
    code === 'ENOENT' ? 'missing' : code === 'EACCES' || code === 'EPERM' ? 'not-permitted' : 'failed';
  return { ok: false, why, detail: message };
}

function faultOfExit(code: number | null, signal: string | null, errors: string): ProgramAnswer {
  const firstLine = errors.trim().split('\n', 1)[0]?.slice(0, 200) ?? '';
  const refused = /not permitted|permission denied|must be root|access denied/i.test(errors);
  const ending = code === null ? `ended by ${signal ?? 'a signal'}` : `exit code ${code}`;
  return {
    ok: false,
    why: refused ? 'not-permitted' : 'failed',
    detail: firstLine === '' ? ending : firstLine,
  };
}
