import type { Connection } from '../database.ts';
import { count, object, orNull } from '../parse/check.ts';
import type { Timeline, TimelineQuery } from '../store.ts';
import { choice, type Chosen } from './chosen.ts';

const mostSpans = 500;
const sums = object({ events: count, packets: orNull(count) });

/** What adds up one span, from `:start` to before `:end`. */
export function spanStatement(chosen: Chosen): {
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number>>;
} {
  const { port, source, tool, kind } = chosen;
  // Alone, the index of a port has all that is asked for.
  if (port !== undefined && source === undefined && tool === undefined && kind === undefined) {
    const sql = `SELECT count(*) AS events, sum(packets) AS packets FROM event_ports
                 WHERE port = :port AND at >= :start AND at < :end`;
    return { sql, values: { port } };
  }
  const { from, where, at, packets, values } = choice(chosen);
  return {
    sql: `SELECT count(*) AS events, sum(${packets}) AS packets FROM ${from}
          WHERE ${at} >= :start AND ${at} < :end ${where}`,
    values,
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
    return sums(statement.all({ ...values, start, end: start + step })[0]);
  });
  return {
    from,
    step,
    events: found.map(({ events }) => events),
    packets: found.map(({ packets }) => packets ?? 0),
  };
}
