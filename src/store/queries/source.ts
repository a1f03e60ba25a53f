import type { Connection } from '../database.ts';
import { count, list, object, orNull, portNumber, text, whole } from '../parse/check.ts';
import type { SourceRecord } from '../store.ts';
import { knocks } from './knocks.ts';

const shown = 20;
/** A source that comes every minute for a month is told by its newest events. */
const mostCounted = 50_000;

const totals = object({
  events: count,
  own: orNull(count),
  packets: orNull(count),
  first: orNull(whole),
  last: orNull(whole),
});
const kinds = list(object({ kind: text, events: count }));
const tools = list(object({ tool: orNull(text), events: count }));
const ports = list(object({ port: portNumber, transport: orNull(text), packets: count }));

const hits = `WITH hits AS MATERIALIZED (
  SELECT e.*, e.source IS w.source AS own FROM event_sources w CROSS JOIN events e ON e.id = w.event
  WHERE w.source = ? ORDER BY w.at DESC, w.event DESC LIMIT ${mostCounted})`;

/** All that is on record of one address; null where nothing is. */
export function sourceRecord(database: Connection, address: string): SourceRecord | null {
  const all = (sql: string): unknown[] => database.prepare(`${hits} ${sql}`).all(address);
  const { events, own, packets, first, last } = totals(
    all(`SELECT count(*) AS events, sum(own) AS own, sum(CASE WHEN own THEN packets END) AS packets,
         min(coalesce(first, at)) AS first, max(at) AS last FROM hits`)[0],
  );
  if (events === 0) return null;
  return {
    address,
    events: own ?? 0,
    together: events - (own ?? 0),
    packets: packets ?? 0,
    first,
    last,
    kinds: kinds(all('SELECT kind, count(*) AS events FROM hits GROUP BY kind ORDER BY events DESC, kind')),
    tools: tools(
      all(`SELECT tool, count(*) AS events FROM hits WHERE type = 'scan'
           GROUP BY tool ORDER BY events DESC, tool LIMIT 10`),
    ),
    ports: ports(
      all(`SELECT p.port, h.transport, sum(p.packets) AS packets FROM hits h
           CROSS JOIN event_ports p ON p.event = h.id WHERE h.own
           GROUP BY p.port, h.transport ORDER BY packets DESC, p.port, h.transport LIMIT ${shown}`),
    ),
    newest: knocks(database, { source: address, limit: shown }),
  };
}
