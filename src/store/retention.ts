import { fail } from '../core/errors.ts';
import type { Connection } from './database.ts';
import { pragma } from './scalar.ts';

/**
 * How long and how much is kept. Source addresses are personal data (in the European Union by law: Court of Justice,
 * C-582/14), so an event goes as a whole, with its addresses and packets, when its time is over.
 */
export interface Retention {
  /** Longer: slow scans and returning sources are seen as such; shorter: fewer addresses of strangers are held. */
  readonly days: number;
  /** Of the file; the oldest events go first. */
  readonly bytes: number;
}

export const defaultRetention: Retention = { days: 30, bytes: 1024 ** 3 };

const limits = { REEVE_STORE_DAYS: [1, 3650], REEVE_STORE_BYTES: [1024 ** 2, 1024 ** 4] } as const;

/** The defaults as the environment changes them. @throws ReeveError `USAGE` */
export const retentionFrom = (env: NodeJS.ProcessEnv): Retention => ({
  days: setting(env, 'REEVE_STORE_DAYS') ?? defaultRetention.days,
  bytes: setting(env, 'REEVE_STORE_BYTES') ?? defaultRetention.bytes,
});

function setting(env: NodeJS.ProcessEnv, name: keyof typeof limits): number | null {
  const given = env[name];
  if (given === undefined || given === '') return null;
  const [least, most] = limits[name];
  const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw fail('USAGE', {
    asked: `${name}=${given.slice(0, 20)}`,
    found: `it is not a whole number from ${least} to ${most}`,
    todo: 'Set it right, or leave it out',
  });
}

const microsecondsADay = 86_400_000_000;
/** Events a transaction: a reader or the packet path waits for one of these, never for all. */
const step = 500;
const pagesAStep = 2000;

/** One small step: deletes what is too old or too much, gives back pages. The number of rows deleted; 0: all is done. */
export function retainStep(database: Connection, { days, bytes }: Retention, now: number): number {
  const deleted = deleteAged(database, now - days * microsecondsADay) || deleteExcess(database, bytes);
  if (deleted > 0 || pragma(database, 'freelist_count') > pagesAStep)
    database.prepare(`PRAGMA incremental_vacuum(${pagesAStep})`).all();
  return deleted;
}

/** Votes are no part of it: they name nobody, and are kept until somebody deletes them. */
type Ageing = 'events' | 'changes';

function deleteAged(database: Connection, before: number): number {
  const values = [Math.floor(before)];
  const where = 'WHERE stored < ?';
  return deleteOldest(database, 'events', where, values) || deleteOldest(database, 'changes', where, values);
}

/** Events are most of a file; changes go only where nothing else can. */
function deleteExcess(database: Connection, bytes: number): number {
  if (bytesInUse(database) <= bytes) return 0;
  return deleteOldest(database, 'events', '', []) || deleteOldest(database, 'changes', '', []);
}

const deleteOldest = (
  database: Connection,
  table: Ageing,
  where: string,
  values: readonly number[],
): number =>
  database
    .prepare(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} ${where} ORDER BY stored, id LIMIT ${step})`,
    )
    .run(...values).changes;

/** What a compacted file would have. */
const bytesInUse = (database: Connection): number =>
  (pragma(database, 'page_count') - pragma(database, 'freelist_count')) * pragma(database, 'page_size');
