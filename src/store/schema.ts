/*
 * The tables, as numbered steps that only go forward. A step that was released is never edited: the next one changes it.
 *
 *  events         one row an event; `key` is the writer's name for it, `id` (never used again) what people type as `e12`
 *    first, last  microseconds since 1970, whole; null where the input had no time
 *    at           when it was last seen, at most when it was stored: what is ordered by
 *    stored       when it was written, at its last state: what ages, so that an old capture is kept as long as a new one
 *    port         the busiest port; partial = 1: it touched more ports than `event_ports` lists
 *    summary      the event as JSON without its packets
 *  event_ports    the ports that were knocked at; not those of victims, whose ports are their own
 *  event_sources  each address that takes part, so that campaigns are found by any of them
 *  evidence       the packets as JSON, without the fields that were unknown
 */
const version1 = `
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  kind TEXT NOT NULL,
  source TEXT,
  first INTEGER,
  last INTEGER,
  at INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  port INTEGER,
  partial INTEGER NOT NULL,
  transport TEXT,
  tool TEXT,
  level TEXT,
  packets INTEGER NOT NULL,
  summary TEXT NOT NULL
);
CREATE INDEX events_at ON events (at);
CREATE INDEX events_stored ON events (stored);
CREATE INDEX events_partial ON events (at) WHERE partial = 1;
CREATE TABLE event_ports (
  port INTEGER NOT NULL,
  at INTEGER NOT NULL,
  event INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  packets INTEGER NOT NULL,
  PRIMARY KEY (port, at, event)
) WITHOUT ROWID;
CREATE INDEX event_ports_event ON event_ports (event);
CREATE TABLE event_sources (
  source TEXT NOT NULL,
  at INTEGER NOT NULL,
  event INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  PRIMARY KEY (source, at, event)
) WITHOUT ROWID;
CREATE INDEX event_sources_event ON event_sources (event);
CREATE TABLE evidence (
  event INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  probe TEXT NOT NULL,
  PRIMARY KEY (event, ordinal)
) WITHOUT ROWID;
`;

/** Step N makes version N of version N - 1. */
export const migrations: readonly string[] = [version1];

/** `reev`: marks the file as ours, so that another program's database is not taken for an empty one. */
export const applicationId = 0x72_65_65_76;
