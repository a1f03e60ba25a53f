/** Which events are counted; what is left out does not restrict. */
export interface Chosen {
  readonly port?: number;
  readonly source?: string;
  readonly tool?: string;
  readonly kind?: string;
}

export interface Choice {
  /** What events are `e` of, and `w` where one index leads to them. */
  readonly from: string;
  /** Conditions, each behind an AND; `at` is that of the index that leads. */
  readonly where: string;
  readonly at: string;
  /** Packets that count: those to the port where one is chosen, not those of others where a source is. */
  readonly packets: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/**
 * Events of a choice by one index: that of the source, else of the port, else of time, which is wide enough for the rest.
 * The `+` keeps SQLite from other indexes.
 */
export function choice({ port, source, tool, kind }: Chosen): Choice {
  const conditions: string[] = [];
  const values: Record<string, string | number> = {};
  const want = (sql: string, name: string, value: string | number | undefined): void => {
    if (value === undefined) return;
    conditions.push(`AND ${sql}`);
    values[name] = value;
  };
  want('w.source = :source', 'source', source);
  if (source === undefined) want('w.port = :port', 'port', port);
  else want('p.port = :port', 'port', port);
  if (tool === 'unknown') conditions.push(`AND e.tool IS NULL AND ${ofScans}`);
  else want('+e.tool = :tool', 'tool', tool);
  want('+e.kind = :kind', 'kind', kind);
  const where = conditions.join(' ');
  if (source !== undefined && port !== undefined) {
    const from = `event_sources w CROSS JOIN event_ports p ON p.at = w.at AND p.event = w.event
                  CROSS JOIN events e ON e.id = w.event`;
    return { from, where, at: 'w.at', packets: 'p.packets', values };
  }
  const led = source !== undefined ? 'event_sources' : port !== undefined ? 'event_ports' : null;
  return {
    from: led === null ? 'events e' : `${led} w CROSS JOIN events e ON e.id = w.event`,
    where,
    at: led === null ? 'e.at' : 'w.at',
    packets:
      source !== undefined
        ? 'CASE WHEN e.source = w.source THEN e.packets ELSE 0 END'
        : port !== undefined
          ? 'w.packets'
          : 'e.packets',
    values,
  };
}

/** Only scans have a tool, known or not; their kinds are all but these. */
export const ofScans = `e.kind NOT IN ('backscatter', 'flood', 'drops')`;

export const chooses = ({ port, source, tool, kind }: Chosen): boolean =>
  [port, source, tool, kind].some((one) => one !== undefined);
