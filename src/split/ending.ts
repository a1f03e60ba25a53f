import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { fail } from '../core/errors.ts';

/** Kills a child that has not ended by itself after `patienceMs`. */
export function endSoon(child: ChildProcess, patienceMs: number): void {
  setTimeout(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }, patienceMs).unref();
}

/** The child's exit code, as a shell counts it where a signal ended it. */
export const endOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(
        fail('SYSTEM_CALL_FAILED', { asked: 'to start the unprivileged part', found: error.message }, error),
      ),
    );
    child.once('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
