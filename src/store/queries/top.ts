import type { Connection } from '../database.ts';
import { count, list, object, text } from '../parse/check.ts';
import { numberOf } from '../scalar.ts';
import type { TopCount, TopQuery } from '../store.ts';

/** Up to so many events are looked up one by one; beyond it an index that is in the order of the names is read whole. */
const fewEvents = 50_000;

const counts = list(object<TopCount>({ name: text, events: count, packets: count }));

const within = 'at >= :since AND at <= :until';
const order = 'GROUP BY name ORDER BY events DESC, packets DESC, name LIMIT :limit';
const added = 'count(*) AS events, sum(packets) AS packets';

/**
 * Counting by one thing. The `+` keeps SQLite from the index of time where it would have to sort then. Of few events
 * the index of time is wide enough, of many that which is in the order of what is counted.
 */
export function topStatement(by: TopQuery['by'], few: boolean): string {
  const when = few ? within : '+at >= :since AND +at <= :until';
  switch (by) {
    case 'kind':
      return `SELECT kind AS name, ${added} FROM events WHERE ${when} ${order}`;
    case 'tool':
      // Only scans have a tool, known or not.
      return `SELECT coalesce(tool, 'unknown') AS name, sum(events) AS events, sum(packets) AS packets
              FROM (SELECT kind, tool, ${added} FROM events WHERE ${when} GROUP BY kind, tool)
              WHERE kind NOT IN ('backscatter', 'flood', 'drops') ${order}`;
    case 'source':
      // Who is the victim of an attack did not knock.
      return `SELECT source AS name, ${added} FROM events
              WHERE ${when} AND source IS NOT NULL AND kind <> 'backscatter' ${order}`;
    case 'port':
      return few
        ? `SELECT CAST(p.port AS TEXT) AS name, count(*) AS events, sum(p.packets) AS packets
           FROM events e CROSS JOIN event_ports p ON p.event = e.id
           WHERE e.at >= :since AND e.at <= :until ${order}`
        : `SELECT CAST(port AS TEXT) AS name, ${added} FROM event_ports WHERE ${when}
           GROUP BY port ORDER BY events DESC, packets DESC, name LIMIT :limit`;
  }
}

export function top(
  database: Connection,
  { by, since, until, limit }: TopQuery,
  fewAre = fewEvents,
): readonly TopCount[] {
  const range = { since: Math.floor(since), until: Math.floor(until) };
  const seen = numberOf(
    database,
    `SELECT count(*) AS value FROM (SELECT 1 FROM events WHERE ${within} LIMIT ${fewAre + 1})`,
    range,
  );
  if (seen === 0) return [];
  return counts(database.prepare(topStatement(by, seen <= fewAre)).all({ ...range, limit }));
}
