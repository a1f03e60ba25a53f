import type Database from 'libsql';
import { object, whole } from './parse/check.ts';
import { evidenceText, type EventRow } from './row.ts';

const values = `:type, :kind, :source, :first, :last, :at, :stored, :port, :partial, :transport, :tool, :level, :packets, :summary`;

const inserting = `
INSERT INTO events (key, type, kind, source, first, last, at, stored, port, partial, transport, tool, level, packets, summary)
VALUES (:key, ${values}) ON CONFLICT (key) DO NOTHING RETURNING id`;

const updating = `
UPDATE events SET (type, kind, source, first, last, at, stored, port, partial, transport, tool, level, packets, summary)
= (${values}) WHERE key = :key RETURNING id`;

const returned = object({ id: whole });

/** Writes one event with all that belongs to it; a later state of a key takes the place of the earlier one. Gives its number. */
export type Insert = (row: EventRow) => number;

/** To be called within a transaction. Lists go in by one statement each: a call costs more than a row. */
export function prepareInsert(database: Database.Database): Insert {
  const insert = database.prepare(inserting);
  const update = database.prepare(updating);
  const clear = ['event_ports', 'event_sources', 'evidence'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE event = ?`),
  );
  const ports = database.prepare(
    `INSERT OR REPLACE INTO event_ports (port, at, event, packets)
     SELECT value ->> 'port', ?, ?, value ->> 'packets' FROM json_each(?)`,
  );
  const sources = database.prepare(
    'INSERT INTO event_sources (source, at, event) SELECT value, ?, ? FROM json_each(?)',
  );
  const evidence = database.prepare(
    'INSERT INTO evidence (event, ordinal, probe) SELECT ?, key, value FROM json_each(?)',
  );
  return (row) => {
    const named = columns(row);
    const made = insert.get(named);
    const { id } = returned(made ?? update.get(named));
    if (made === undefined) for (const one of clear) one.run(id);
    if (row.ports.length > 0) ports.run(row.at, id, JSON.stringify(row.ports));
    if (row.sources.length > 0) sources.run(row.at, id, JSON.stringify(row.sources));
    if (row.evidence.length > 0) evidence.run(id, evidenceText(row.evidence));
    return id;
  };
}

const columns = (row: EventRow): Readonly<Record<string, unknown>> => ({
  key: row.key,
  type: row.type,
  kind: row.kind,
  source: row.source,
  first: row.first,
  last: row.last,
  at: row.at,
  stored: row.stored,
  port: row.port,
  partial: row.partial,
  transport: row.transport,
  tool: row.tool,
  level: row.level,
  packets: row.packets,
  summary: row.summary,
});
