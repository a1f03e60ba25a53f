import type Database from 'libsql';
import { object, whole } from './parse/check.ts';

const one = object({ value: whole });

/** The number that a statement gives as its one column `value`. */
export const numberOf = (database: Database.Database, sql: string, ...values: readonly unknown[]): number =>
  one(database.prepare(sql).get(...values)).value;

/** As above for a pragma that is asked, not set. */
export const pragma = (database: Database.Database, name: string): number =>
  numberOf(database, `SELECT ${name} AS value FROM pragma_${name}`);
