import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync, statSync } from 'node:fs';

/** A process in a network namespace of its own, which lasts as long as it does. */
export interface NamespaceChild {
  readonly pid: number;
  readonly inode: number;
  readonly end: () => Promise<void>;
}

const ownInode = (): string => readlinkSync('/proc/self/ns/net');

/** Whether this process may make network namespaces: Linux, root, with CAP_SYS_ADMIN and util-linux. */
export const canMakeNamespaces = ((): boolean => {
  try {
    return (
      process.platform === 'linux' &&
      process.getuid?.() === 0 &&
      hasSysAdmin() &&
      statSync('/usr/bin/unshare').isFile()
    );
  } catch {
    return false;
  }
})();

function hasSysAdmin(): boolean {
  const sysAdmin = 21n;
  const status = readFileSync('/proc/self/status', 'utf8');
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> sysAdmin) & 1n) === 1n;
}

/** Starts `sleep` in a new namespace and waits until it is there. Must be ended by the test. */
export async function namespaceChild(): Promise<NamespaceChild> {
  const child: ChildProcess = spawn('unshare', ['-n', 'sh', '-c', 'echo ready; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  await Promise.race([once(child.stdout ?? child, 'data'), ended]);
  if (child.pid === undefined || child.exitCode !== null) throw new Error('no namespace could be made');
  const link = readlinkSync(`/proc/${child.pid}/ns/net`);
  if (link === ownInode()) {
    await end();
    throw new Error('the child stayed in our namespace');
  }
  return { pid: child.pid, inode: Number(/\d+/.exec(link)?.[0]), end };
}
