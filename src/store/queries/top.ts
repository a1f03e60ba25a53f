import type { Connection } from '../database.ts';
import { count, list, object, text } from '../parse/check.ts';
import { numberOf } from '../scalar.ts';
import type { TopCount, TopQuery } from '../store.ts';
import { choice, type Chosen, chooses, ofScans } from './chosen.ts';

/** Up to so many events are looked up one by one; beyond it an index that is in the order of the names is read whole. */
const fewEvents = 50_000;

const counts = list(object<TopCount>({ name: text, events: count, packets: count }));

const order = 'GROUP BY name ORDER BY events DESC, packets DESC, name LIMIT :limit';

/** Counting among events of a time, or of a choice: by the index that leads to them. */
export function chosenTop(by: TopQuery['by'], chosen: Chosen): string {
  const { from, where, at, packets } = choice(chosen);
  const when = `${at} >= :since AND ${at} <= :until ${where}`;
  const added = `count(*) AS events, sum(${packets}) AS packets`;
  switch (by) {
    case 'kind':
      return `SELECT e.kind AS name, ${added} FROM ${from} WHERE ${when} ${order}`;
    case 'tool':
      return `SELECT coalesce(e.tool, 'unknown') AS name, ${added} FROM ${from} WHERE ${when} AND ${ofScans} ${order}`;
    case 'source':
      // Who is the victim of an attack did not knock.
      return `SELECT e.source AS name, ${added} FROM ${from}
              WHERE ${when} AND e.source IS NOT NULL AND e.kind <> 'backscatter' ${order}`;
    case 'port':
      return `SELECT CAST(o.port AS TEXT) AS name, count(*) AS events, sum(o.packets) AS packets
              FROM ${from} CROSS JOIN event_ports o ON o.event = e.id WHERE ${when} ${order}`;
  }
}

/** Counting among many events: by the index that is in the order of what is counted. The `+` keeps SQLite to it. */
export function wholeTop(by: TopQuery['by']): string {
  const when = '+at >= :since AND +at <= :until';
  const added = 'count(*) AS events, sum(packets) AS packets';
  switch (by) {
    case 'kind':
      return `SELECT kind AS name, ${added} FROM events WHERE ${when} ${order}`;
    case 'tool':
      return `SELECT coalesce(tool, 'unknown') AS name, sum(events) AS events, sum(packets) AS packets
              FROM (SELECT kind, tool, ${added} FROM events WHERE ${when} GROUP BY kind, tool) e WHERE ${ofScans} ${order}`;
    case 'source':
      return `SELECT source AS name, ${added} FROM events
              WHERE ${when} AND source IS NOT NULL AND kind <> 'backscatter' ${order}`;
    case 'port':
      return `SELECT CAST(port AS TEXT) AS name, ${added} FROM event_ports WHERE ${when}
              GROUP BY port ORDER BY events DESC, packets DESC, name LIMIT :limit`;
  }
}

export function top(database: Connection, query: TopQuery, fewAre = fewEvents): readonly TopCount[] {
  const { by, limit } = query;
  const range = { since: Math.floor(query.since), until: Math.floor(query.until) };
  if (chooses(query)) {
    const { values } = choice(query);
    return counts(database.prepare(chosenTop(by, query)).all({ ...values, ...range, limit }));
  }
  const seen = numberOf(
    database,
    `SELECT count(*) AS value FROM (SELECT 1 FROM events WHERE at >= :since AND at <= :until LIMIT ${fewAre + 1})`,
    range,
  );
  const sql = seen <= fewAre ? chosenTop(by, {}) : wholeTop(by);
  return counts(database.prepare(sql).all({ ...range, limit }));
}
