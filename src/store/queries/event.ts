import type { Connection } from '../database.ts';
import { parseEventId } from '../event-id.ts';
import { json, object, read } from '../parse/check.ts';
import { probe } from '../parse/probe.ts';
import type { StoreReader } from '../store.ts';
import { eventColumns, storedEvent } from './event-row.ts';

const packet = object({ probe: (value) => probe(json(value)) });

/** One event with its packets. */
export function eventById(database: Connection, text: string): ReturnType<StoreReader['event']> {
  const id = parseEventId(text);
  if (id === null) return null;
  const row = database.prepare(`SELECT ${eventColumns} FROM events e WHERE e.id = ?`).get(id);
  if (row === undefined) return null;
  const rows = database
    .prepare('SELECT probe FROM evidence WHERE event = ? ORDER BY ordinal LIMIT 64')
    .all(id);
  const packets = rows.map((one) => read(packet, one)?.probe ?? null).filter((one) => one !== null);
  const found = storedEvent(row, packets);
  return found === null ? null : { found, skipped: rows.length - packets.length };
}
