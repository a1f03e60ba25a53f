import { lstatSync, mkdirSync, type Stats, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { fail } from '../../core/errors.ts';
import { listenAtPath } from '../../sys/unix-listen.ts';

/** A socket that listens, and which name in which folder is ours. */
export interface BoundSocket {
  readonly fd: number;
  readonly path: string;
  readonly device: number;
  readonly inode: number;
  /** A number of the file system is soon given to another file. */
  readonly changedAt: number;
}

/**
 * Makes the socket by which its owner talks to the agent: mode 0600, in a folder that nobody else may write. What an
 * agent left that was killed is replaced; one that answers is another agent's.
 * @throws ReeveError `USAGE` where another agent answers there, `NOT_PERMITTED` where the place is not safe
 */
export async function bindOwnerSocket(place: string): Promise<BoundSocket> {
  const folder = path.dirname(place);
  mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o755 : 0o700 });
  demandOwn(folder);
  const there = statOf(place);
  if (there !== null) {
    if (!there.isSocket()) throw unsafe(place, 'something that is no socket is there already');
    if (await answers(place)) throw inUse(place);
    unlinkSync(place);
  }
  const fd = listenAtPath(place);
  const { dev: device, ino: inode, ctimeMs: changedAt } = lstatSync(place);
  return { fd, path: place, device, inode, changedAt };
}

/** Takes the name away, unless it is another agent's by now. */
export function removeOwnerSocket({ path: place, ...ours }: Omit<BoundSocket, 'fd'>): void {
  const there = statOf(place);
  if (there?.dev !== ours.device || there.ino !== ours.inode || there.ctimeMs !== ours.changedAt) return;
  try {
    unlinkSync(place);
  } catch {
    // Its folder is gone, or not ours any more: nobody finds it there.
  }
}

/** Whoever may write the folder could put a socket of his own in the place of ours. */
function demandOwn(folder: string): void {
  const stat = lstatSync(folder);
  if (!stat.isDirectory()) throw unsafe(folder, 'it is no folder');
  if (stat.uid !== process.getuid?.() && stat.uid !== 0) throw unsafe(folder, 'it belongs to another user');
  const sticky = (stat.mode & 0o1000) !== 0;
  if ((stat.mode & 0o022) !== 0 && !sticky) throw unsafe(folder, 'others may write there');
}

const answers = (place: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(place);
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    // ECONNREFUSED: nobody listens any more. Anything else may be an agent that is busy.
    socket.once('error', (error: NodeJS.ErrnoException) =>
      done(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });

function statOf(place: string): Stats | null {
  try {
    return lstatSync(place);
  } catch {
    return null;
  }
}

const unsafe = (place: string, found: string) =>
  fail('NOT_PERMITTED', {
    asked: `the agent's socket in ${place}`,
    found,
    todo: 'Name another place by REEVE_SOCKET',
  });

const inUse = (place: string) =>
  fail('USAGE', {
    asked: `the agent's socket ${place}`,
    found: 'another agent listens there',
    todo: 'Stop it first, or name another socket by REEVE_SOCKET',
  });
