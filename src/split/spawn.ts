import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fail } from '../core/errors.ts';
import { dropCapabilities, renounceNewPrivileges, withoutAmbient } from '../sys/privileges.ts';
import { type Identity, mayRead } from './identity.ts';

/** Names the channel's descriptor to the program that is started; a privileged process pays no heed to it. */
export const channelVariable = 'REEVE_HELPER_FD';
const channelDescriptor = 3;

export interface Unprivileged {
  readonly child: ChildProcess;
  readonly channel: Socket;
  /** What the given descriptors are called there, in the same order. */
  readonly descriptors: readonly number[];
  /** Null = it runs as nobody from its first instruction; else it has to become this one before it does anything. */
  readonly become: Identity | null;
}

/**
 * Starts the program again without privileges: standard input and output are shared, a socket joins the two, and the
 * descriptors given are handed on. As root it runs as `identity`; else as the same user, without any capability. Where
 * that user could not read the program's own files (under /root, say), it is started as root and becomes the other
 * user itself when its files are loaded, before it touches any packet.
 * @param finished nothing is left to do that takes a capability: those of a user other than root are given up
 */
export function spawnUnprivileged(
  command: readonly string[],
  identity: Identity | null,
  given: readonly number[],
  finished: boolean,
): Unprivileged {
  const [file = process.execPath, ...args] = command;
  const readable = identity === null || [file, ...scriptOf(args)].every((one) => mayRead(one, identity));
  // Held by this thread and all that it starts: file capabilities of node give nothing to the child.
  renounceNewPrivileges();
  if (finished && identity === null) dropCapabilities();
  const child = withoutAmbient(() =>
    spawn(file, args, {
      stdio: ['inherit', 'inherit', 'inherit', 'pipe', ...given],
      env: { ...process.env, [channelVariable]: String(channelDescriptor) },
      ...(identity !== null && readable ? { uid: identity.uid, gid: identity.gid } : {}),
    }),
  );
  const channel = (child.stdio as readonly unknown[] | undefined)?.[channelDescriptor];
  if (channel === undefined) {
    child.on('error', () => undefined);
    throw fail('SYSTEM_CALL_FAILED', {
      asked: 'to start the unprivileged part',
      found: 'no descriptors are left',
    });
  }
  return {
    child,
    channel: channel as Socket,
    descriptors: given.map((_, index) => channelDescriptor + 1 + index),
    become: readable ? null : identity,
  };
}

/** The first argument that is no option of node's is the program's own file. */
const scriptOf = (args: readonly string[]): string[] =>
  args.filter((arg) => !arg.startsWith('-')).slice(0, 1);
