import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { agentLock, agentPlace } from '../core/agent-place.ts';

const nobody: ReadonlySet<number> = new Set();
const longest = 4096;

/**
 * The processes of the agent that runs for this user: so that its listeners are known for Portreeve's own by proof, and
 * not by a name that anybody may bear. The agent writes its process into its lock, in a file that only its owner and
 * root may write, and both its processes have that file open, which the kernel shows. Empty where nothing is proved.
 */
export function ownAgent(
  lock: string | null = ownLock(),
  uid = process.getuid?.() ?? -1,
): ReadonlySet<number> {
  if (lock === null) return nobody;
  try {
    const { file, text } = contentOf(lock);
    const trusted = uid === 0 || file.uid === 0 || file.uid === uid;
    return file.isFile() && trusted && (file.mode & 0o022) === 0 ? holders(file, pidIn(text)) : nobody;
  } catch {
    // No agent, or one that is not for this user to see.
    return nobody;
  }
}

function ownLock(): string | null {
  const place = agentPlace();
  return place === null ? null : agentLock(place.socket);
}

/** Closed again before it is asked who has it open. */
function contentOf(path: string): { readonly file: Stats; readonly text: string } {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const text = Buffer.alloc(longest);
    return { file: fstatSync(fd), text: text.toString('utf8', 0, readSync(fd, text, 0, longest, 0)) };
  } finally {
    closeSync(fd);
  }
}

function holders(lock: Stats, agent: number | null): ReadonlySet<number> {
  if (agent === null || !hasOpen(agent, lock)) return nobody;
  // Its privileged process has the lock as well; a shell that it was started from has not.
  const starter = parentOf(agent);
  return new Set(starter > 1 && hasOpen(starter, lock) ? [agent, starter] : [agent]);
}

function pidIn(text: string): number | null {
  const pid: unknown = (JSON.parse(text) as { readonly pid?: unknown } | null)?.pid;
  return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 1 ? pid : null;
}

function hasOpen(pid: number, { dev, ino }: Stats): boolean {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).some((name) => {
    const one = statSync(`${folder}/${name}`, { throwIfNoEntry: false });
    return one?.dev === dev && one.ino === ino;
  });
}

/** proc_pid_stat(5): the name before it may hold anything, parentheses too. */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
