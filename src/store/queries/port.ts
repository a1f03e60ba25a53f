import type { Transport } from '../../core/transport.ts';
import type { Connection } from '../database.ts';
import { count, list, object, orNull, text, whole } from '../parse/check.ts';
import type { PortKnocks } from '../store.ts';

/** What a port's page may cost: beyond these many events only the newest are counted. */
const mostCounted = 10_000;

const totals = object({
  events: count,
  packets: orNull(count),
  sources: count,
  first: orNull(whole),
  last: orNull(whole),
});
const tops = list(object({ source: text, packets: count }));
const tools = list(object({ tool: orNull(text), events: count }));
const number = object({ value: count });

/** Who knocked at a port, added up. */
export function portKnocks(database: Connection, port: number, transport: Transport | null): PortKnocks {
  const onTransport = transport === null ? '' : 'AND e.transport = ?';
  const asked = transport === null ? [port] : [port, transport];
  const hits = `WITH hits AS MATERIALIZED (
    SELECT e.type, e.source, e.tool, e.first, e.at, p.packets
    FROM event_ports p CROSS JOIN events e ON e.id = p.event
    WHERE p.port = ? ${onTransport} ORDER BY p.at DESC, p.event DESC LIMIT ${mostCounted})`;
  const all = (sql: string): unknown[] => database.prepare(`${hits} ${sql}`).all(...asked);
  const { events, packets, ...rest } = totals(
    all(`SELECT count(*) AS events, sum(packets) AS packets, count(DISTINCT source) AS sources,
         min(coalesce(first, at)) AS first, max(at) AS last FROM hits`)[0],
  );
  return {
    events,
    packets: packets ?? 0,
    ...rest,
    top: tops(
      all(`SELECT source, sum(packets) AS packets FROM hits WHERE source IS NOT NULL
           GROUP BY source ORDER BY packets DESC, source LIMIT 5`),
    ),
    tools: tools(
      all(`SELECT tool, count(*) AS events FROM hits WHERE type = 'scan'
           GROUP BY tool ORDER BY events DESC, tool LIMIT 10`),
    ),
    broad: broadScans(database, port, transport),
    complete: events < mostCounted,
  };
}

function broadScans(database: Connection, port: number, transport: Transport | null): number {
  const sql = `SELECT count(*) AS value FROM (
    SELECT 1 FROM events e WHERE e.partial = 1 ${transport === null ? '' : 'AND e.transport = ?'}
    AND NOT EXISTS (SELECT 1 FROM event_ports p WHERE p.port = ? AND p.at = e.at AND p.event = e.id)
    LIMIT ${mostCounted})`;
  const values = transport === null ? [port] : [transport, port];
  return number(database.prepare(sql).get(...values)).value;
}
