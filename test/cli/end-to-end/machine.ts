import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { entry, type Run } from './reeve.ts';
import { childrenOf, type Listening, python, soon, Started } from './started.ts';

/** What a machine of the test's own needs. */
export const mayMakeMachines: boolean = process.geteuid?.() === 0 && process.platform === 'linux';

/** Process and network namespaces of a test's own: nothing else runs or listens in them. */
export class Machine {
  readonly started: Started = new Started();
  #enter: readonly string[] = [];

  async boot(): Promise<void> {
    const args = ['--net', '--pid', '--mount', '--fork', '--kill-child', '--mount-proc', 'sleep', '600'];
    const { pid = 0 } = this.started.spawn('/usr/bin/unshare', args);
    await soon(() => childrenOf(pid).length > 0);
    const [first] = childrenOf(pid);
    this.#enter = ['--target', String(first), '--net', '--pid', '--mount', '--wd=/', '--'];
    if (!(await soon(() => this.run('/usr/sbin/ip', ['link', 'set', 'lo', 'up']).status === 0)))
      throw new Error('the namespaces did not come up');
    // Names that `ip netns` gave on the host are no part of this machine.
    this.run('/bin/sh', ['-c', 'test ! -d /run/netns || mount -t tmpfs none /run/netns']);
  }

  /** Runs a program inside to its end. */
  run(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
    const { status, stdout, stderr, error } = spawnSync('/usr/bin/nsenter', [...this.#enter, file, ...args], {
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      timeout: 60_000,
      env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', COLUMNS: '80', ...env },
    });
    if (error !== undefined) throw error;
    return { status, out: stdout, err: stderr };
  }

  /** Runs `reeve` inside. */
  reeve(args: readonly string[], env?: Readonly<Record<string, string>>): Run {
    return this.run(process.execPath, [entry, ...args], env);
  }

  /** Starts a program inside that prints `PORT PID` (the pid as it is inside) once it listens. */
  listening(file: string, args: readonly string[]): Promise<Listening> {
    return this.started.listening('/usr/bin/nsenter', [...this.#enter, file, ...args]);
  }

  /** Starts `listener.py` inside. */
  listener(...args: readonly string[]): Promise<Listening> {
    return this.listening(python, [path.join(import.meta.dirname, 'listener.py'), ...args]);
  }

  /** Ends a listener of this machine, by its pid inside. */
  end({ pid }: Listening): void {
    this.run('/bin/sh', ['-c', `kill -9 ${pid}; while kill -0 ${pid} 2>/dev/null; do sleep 0.05; done`]);
  }

  stop(): Promise<void> {
    return this.started.stop();
  }
}
