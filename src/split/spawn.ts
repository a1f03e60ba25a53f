import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fail } from '../core/errors.ts';
import { dropCapabilities, renounceNewPrivileges, withoutAmbient } from '../sys/privileges.ts';
import { type Identity, mayRead } from './identity.ts';
import { startThrough } from './through.ts';

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

export interface UnprivilegedStart {
  readonly command: readonly string[];
  /** As whom, where root starts it; null = as the same user. */
  readonly identity: Identity | null;
  /** Descriptors to hand on. */
  readonly given: readonly number[];
  /** Nothing is left to do here that takes a capability: those of a user other than root are given up. */
  readonly finished: boolean;
  /** Where that user could not read the program's files: it is opened for him, or started as root to `become` him. */
  readonly unreadable: 'open' | 'become';
}

/**
 * Starts the program again without privileges: standard input and output are shared, a socket joins the two, and the
 * descriptors given are handed on. As root it runs as `identity`; else as the same user, without any capability. Where
 * that user could not read the program's own files (under /root, say), it is opened for him (see `through.ts`), or it is
 * started as root and becomes the other user itself when its files are loaded, before it touches any packet.
 */
export function spawnUnprivileged(start: UnprivilegedStart): Unprivileged {
  const { identity, given, finished } = start;
  const [file = process.execPath, ...args] = start.command;
  const readable = identity === null || [file, ...scriptOf(args)].every((one) => mayRead(one, identity));
  const through =
    identity === null || readable || start.unreadable === 'become'
      ? null
      : startThrough(file, args, identity, channelDescriptor + 1 + given.length);
  // Held by this thread and all that it starts: file capabilities of node give nothing to the child.
  renounceNewPrivileges();
  if (finished && identity === null) dropCapabilities();
  const [program, words] = withoutFileCapabilities(through ?? { file, args }, identity === null && !finished);
  try {
    const child = withoutAmbient(() =>
      spawn(program, words, {
        stdio: ['inherit', 'inherit', 'inherit', 'pipe', ...given, ...(through?.given ?? [])],
        env: { ...process.env, [channelVariable]: String(channelDescriptor) },
        ...(identity !== null && (readable || through !== null)
          ? { uid: identity.uid, gid: identity.gid }
          : {}),
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
      become: readable || through !== null ? null : identity,
    };
  } finally {
    through?.close();
  }
}

/**
 * No-new-privileges only keeps a program from gaining what its starter does not have: where this thread keeps its
 * capabilities, those of node's file would be given again. A shell in between has none to pass on.
 */
const withoutFileCapabilities = (
  { file, args }: { readonly file: string; readonly args: readonly string[] },
  needed: boolean,
): [string, string[]] => (needed ? ['/bin/sh', ['-c', 'exec "$0" "$@"', file, ...args]] : [file, [...args]]);

/** The first argument that is no option of node's is the program's own file. */
const scriptOf = (args: readonly string[]): string[] =>
  args.filter((arg) => !arg.startsWith('-')).slice(0, 1);
