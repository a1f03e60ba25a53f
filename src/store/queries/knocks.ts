import type { Connection } from '../database.ts';
import type { KnockList, KnockQuery } from '../store.ts';
import { eventColumns, knockList } from './event-row.ts';

export interface Statement {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/**
 * The statement for a question. It walks one index in the order of time: that of the source where one is asked for, else
 * of the port, else of all events; so no question reads the whole table, and the limit ends it early.
 */
export function knockStatement(query: KnockQuery): Statement {
  const { since, until, port, source, transport, tool, kind, limit, oldestFirst } = query;
  const wanted: { readonly sql: string; readonly value: string | number }[] = [];
  const want = (sql: string, value: string | number | undefined): void => {
    if (value !== undefined) wanted.push({ sql, value });
  };
  const led = source === undefined ? (port === undefined ? null : 'event_ports') : 'event_sources';
  const walk = led === null ? 'e' : 'w';
  want('w.source = ?', source);
  if (source === undefined) want('w.port = ?', port);
  else want('EXISTS (SELECT 1 FROM event_ports p WHERE p.port = ? AND p.at = e.at AND p.event = e.id)', port);
  want(`${walk}.at >= ?`, since);
  want('coalesce(e.first, e.at) <= ?', until);
  want('e.transport = ?', transport);
  if (tool === 'unknown') want('e.tool IS NULL AND e.type = ?', 'scan');
  else want('e.tool = ?', tool);
  // Not by the index of kinds, which would have to be sorted by time.
  want('+e.kind = ?', kind);
  const order = oldestFirst === true ? 'ASC' : 'DESC';
  const from = led === null ? 'events e' : `${led} w CROSS JOIN events e ON e.id = w.event`;
  const id = led === null ? 'e.id' : 'w.event';
  const where = wanted.length === 0 ? '' : `WHERE ${wanted.map(({ sql }) => sql).join(' AND ')}`;
  return {
    sql: `SELECT ${eventColumns} FROM ${from} ${where} ORDER BY ${walk}.at ${order}, ${id} ${order} LIMIT ?`,
    // One more than asked for tells whether there are more.
    values: [...wanted.map(({ value }) => value), limit + 1],
  };
}

export function knocks(database: Connection, query: KnockQuery): KnockList {
  const { sql, values } = knockStatement(query);
  return knockList(database.prepare(sql).all(...values), query.limit);
}
