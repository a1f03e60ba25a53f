import type { Connection } from '../database.ts';
import { count, object, orNull } from '../parse/check.ts';
import type { Timeline, TimelineQuery } from '../store.ts';
import type { Statement } from './knocks.ts';

const mostSpans = 500;
const sums = object({ events: count, packets: orNull(count) });

/** What adds up one span: `values` and then its start and end. Each index is wide enough to be all that is read. */
export function spanStatement({ port, source }: Pick<TimelineQuery, 'port' | 'source'>): Statement {
  const counted = (packets: string): string => `SELECT count(*) AS events, sum(${packets}) AS packets`;
  if (source !== undefined && port !== undefined) {
    const sql = `${counted('p.packets')} FROM event_sources w CROSS JOIN event_ports p
                 ON p.port = ? AND p.at = w.at AND p.event = w.event
                 WHERE w.source = ? AND w.at >= ? AND w.at < ?`;
    return { sql, values: [port, source] };
  }
  if (source !== undefined) {
    // What a campaign sent is not one source's.
    const sql = `${counted('CASE WHEN e.source = w.source THEN e.packets ELSE 0 END')}
                 FROM event_sources w CROSS JOIN events e ON e.id = w.event
                 WHERE w.source = ? AND w.at >= ? AND w.at < ?`;
    return { sql, values: [source] };
  }
  if (port === undefined)
    return { sql: `${counted('packets')} FROM events WHERE at >= ? AND at < ?`, values: [] };
  return {
    sql: `${counted('packets')} FROM event_ports WHERE port = ? AND at >= ? AND at < ?`,
    values: [port],
  };
}

/** Span by span: SQLite would sort all rows to group them, though they come in order. */
export function timeline(database: Connection, query: TimelineQuery): Timeline {
  const spans = Math.min(mostSpans, Math.max(1, Math.floor(query.spans)));
  const from = Math.floor(query.since);
  const step = Math.max(1, Math.ceil((query.until + 1 - from) / spans));
  const { sql, values } = spanStatement(query);
  const statement = database.prepare(sql);
  const found = Array.from({ length: spans }, (_, span) => {
    const start = from + span * step;
    return sums(statement.get(...values, start, start + step));
  });
  return {
    from,
    step,
    events: found.map(({ events }) => events),
    packets: found.map(({ packets }) => packets ?? 0),
  };
}
