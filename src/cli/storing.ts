import { existsSync, lchownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { KnockEvent } from '../core/knock.ts';
import { harmless } from '../core/text.ts';
import { openStore, retentionFrom, type Store, storePlace } from '../store/index.ts';
import type { Context } from './context.ts';

/**
 * The store of this user, or the file that is named. `onState` hears once of each change: that storing stopped, that
 * it goes on.
 * @throws ReeveError
 */
export function openKnockStore(
  context: Context,
  file: string | null,
  onState: (sentence: string) => void = (sentence) => context.err(`reeve: ${sentence}\n`),
): Store {
  return openStore({
    path: file ?? storePlace(context.env).path,
    now: () => Date.now() * 1000,
    retention: retentionFrom(context.env),
    onState: (state, dropped, cause) => onState(stateWords(state, dropped, cause)),
  });
}

function stateWords(
  state: Store['status'] extends () => { state: infer State } ? State : never,
  dropped: number,
  cause: unknown,
): string {
  if (state === 'ok') return `storing goes on; ${dropped} events were lost meanwhile`;
  const why = cause instanceof Error ? ` (${harmless(cause.message)})` : '';
  return `what is seen is not stored any more: ${state}${why}`;
}

/** Puts what was found in a file into the store. @throws ReeveError where there can be none */
export function storeEvents(events: readonly KnockEvent[], context: Context): void {
  const store = openKnockStore(context, null);
  try {
    for (const event of events) store.put(event);
    if (!store.flush()) context.err('reeve: not all of it could be stored\n');
  } finally {
    store.close();
  }
}

/**
 * Makes the folder of the store and gives it to who will write there. The file is named in the environment too, which
 * the other process inherits: for that user another place would be the usual one.
 */
export function prepareStore(
  env: Context['env'],
  file: string | null,
  { uid, gid }: { readonly uid: number; readonly gid: number },
): void {
  const place = path.resolve(file ?? storePlace(env).path);
  const named = file !== null || (env['REEVE_STORE'] ?? '') !== '';
  process.env['REEVE_STORE'] = place;
  const folder = path.dirname(place);
  if (named && existsSync(folder)) {
    // A folder that somebody chose may be anybody's, /tmp for one: it stays his.
    for (const one of filesOf(place)) if (existsSync(one)) lchownSync(one, uid, gid);
    return;
  }
  mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Never through a link: who writes there could lead us to any file.
  lchownSync(folder, uid, gid);
  for (const one of filesOf(place)) if (existsSync(one)) lchownSync(one, uid, gid);
}

/** The database and what SQLite puts beside it. */
const filesOf = (place: string): readonly string[] => ['', '-wal', '-shm'].map((end) => place + end);
