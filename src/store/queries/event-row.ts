import type { KnockEvent } from '../../core/knock.ts';
import type { Probe } from '../../core/probe.ts';
import { formatEventId } from '../event-id.ts';
import { json, object, read, whole } from '../parse/check.ts';
import { eventOf } from '../parse/event.ts';
import type { KnockList, StoredEvent } from '../store.ts';

/** A summary that is longer was not written here: not even looked at. */
const longest = 1_000_000;

export const eventColumns = `e.id, e.at, e.type, e.key,
  CASE WHEN length(e.summary) <= ${longest} THEN e.summary END AS summary`;

const head = object({ id: whole, at: whole });

/** Null for a row that is not as it was written. */
export const storedEvent = (row: unknown, evidence: readonly Probe[] = []): StoredEvent | null =>
  read((given) => {
    const { id, at } = head(given);
    const { type, key, summary } = given as Readonly<Record<string, unknown>>;
    const event: KnockEvent = eventOf(type, key, json(summary), evidence);
    return { id: formatEventId(id), at, event };
  }, row);

export function knockList(rows: readonly unknown[], limit: number): KnockList {
  const kept = rows.slice(0, limit);
  const events = kept.map((row) => storedEvent(row)).filter((event) => event !== null);
  return { events, skipped: kept.length - events.length, more: rows.length > limit };
}
