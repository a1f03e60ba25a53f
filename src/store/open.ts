import { fail } from '../core/errors.ts';
import type { KnockEvent } from '../core/knock.ts';
import type { ListenerEvent } from '../core/listener-event.ts';
import { checkpoint, compact } from './compact.ts';
import { type Connection, howToFill, openDatabase } from './database.ts';
import { formatEventId } from './event-id.ts';
import { bytesOf } from './files.ts';
import { type StorePlace, whereabouts } from './place.ts';
import { changes } from './queries/changes.ts';
import { eventById } from './queries/event.ts';
import { feedback } from './queries/feedback.ts';
import { knocks } from './queries/knocks.ts';
import { portKnocks } from './queries/port.ts';
import { sourceRecord } from './queries/source.ts';
import { faults, tally } from './queries/status.ts';
import { timeline } from './queries/timeline.ts';
import { top } from './queries/top.ts';
import { type Retention, retainStep } from './retention.ts';
import type { Store, StoreReader } from './store.ts';
import { storeError } from './trouble.ts';
import { putVote } from './vote.ts';
import { Writer, type WriterOptions } from './writer.ts';

const retainEvery = 60_000;

export interface OpenOptions {
  readonly path: string;
  /** Microseconds since 1970. */
  readonly now: () => number;
  readonly retention: Retention;
  /** Told once for each change: that storing stopped and why, that it goes on. Watching goes on anyway. */
  readonly onState?: WriterOptions['onState'];
  /** Told of each event once it is committed, with its id as people type it. */
  readonly onStored?: (event: KnockEvent, id: string) => void;
  /** Told of each change of a listener once it is committed. */
  readonly onStoredChange?: (change: ListenerEvent) => void;
}

/**
 * Opens the store for writing, makes it where there is none.
 * @throws ReeveError `STORE_DAMAGED`, `STORE_NEWER`, `STORE_FAILED`, `NOT_PERMITTED`: whoever watches goes on without it
 */
export function openStore(options: OpenOptions): Store {
  const { path, now, retention, onState, onStored, onStoredChange } = options;
  const database = openDatabase(path, 'write');
  const writer = new Writer(database, {
    now,
    onState: onState ?? (() => undefined),
    atRest: () => void retainStep(database, retention, now()),
    onStored: (event, id) => onStored?.(event, formatEventId(id)),
    onStoredChange: (change) => onStoredChange?.(change),
  });
  // What is stored ages also while nothing is committed.
  const ageing = setInterval(() => writer.rest(), retainEvery).unref();
  return {
    ...reader(database, path, writer),
    put: (event) => writer.put(event),
    putChange: (change) => writer.putChange(change),
    vote: (vote) => {
      try {
        putVote(database, vote);
        return true;
      } catch {
        return false;
      }
    },
    flush: () => writer.flush(),
    compact: () => {
      writer.flush();
      return compact(database, path, retention, now());
    },
    close: () => {
      clearInterval(ageing);
      writer.close();
      try {
        checkpoint(database);
      } catch {
        // What is committed lies in the log, and whoever opens it next finds it there.
      }
      database.close();
    },
  };
}

/**
 * Opens the store for reading; no file is made and none is changed.
 * @throws ReeveError `STORE_ABSENT` where there is none, `NOT_PERMITTED` where root keeps it, and as above
 */
export function readStore(place: StorePlace): StoreReader {
  const { path } = place;
  const where = whereabouts(place);
  if (where !== 'there') throw absent(path, where);
  return reader(openDatabase(path, 'read'), path, null);
}

function reader(database: Connection, path: string, writer: Writer | null): StoreReader {
  const asking = <T>(question: () => T): T => {
    try {
      return question();
    } catch (error) {
      throw storeError(error, path);
    }
  };
  return {
    timeline: (query) => asking(() => timeline(database, query)),
    top: (query) => asking(() => top(database, query)),
    changes: (query) => asking(() => changes(database, query)),
    feedback: (query) => asking(() => feedback(database, query)),
    knocks: (query) => asking(() => knocks(database, query)),
    source: (address) => asking(() => sourceRecord(database, address)),
    event: (id) => asking(() => eventById(database, id)),
    portKnocks: (port, transport) => asking(() => portKnocks(database, port, transport)),
    status: () =>
      asking(() => ({
        state: writer?.state ?? 'ok',
        path,
        bytes: bytesOf(path),
        dropped: writer?.dropped ?? 0,
        ...tally(database),
      })),
    check: () => asking(() => faults(database)),
    close: () => void database.close(),
  };
}

function absent(path: string, where: 'hidden' | 'none'): Error {
  const asked = `the store ${path}`;
  if (where === 'none')
    return fail('STORE_ABSENT', { asked, found: 'nothing has been stored here yet', todo: howToFill });
  const found = 'what was seen here is kept by another user, most likely root';
  return fail('NOT_PERMITTED', { asked, found, todo: 'Run it with sudo' });
}
