/*
 * The tables, as numbered steps that only go forward. A step that was released is never edited: the next one changes it.
 *
 *  events         one row an event; `key` is the writer's name for it, `id` (never used again) what people type as `e12`
 *    first, last  microseconds since 1970, whole; null where the input had no time
 *    at           when it was last seen, at most when it was stored: what is ordered by
 *    stored       when it was written, at its last state: what ages, so that an old capture is kept as long as a new one
 *    port         the busiest port; partial = 1: it touched more ports than `event_ports` lists
 *    summary      the event as JSON without its packets
 *  event_ports    the ports that were knocked at, the busiest and the first where they are many; not those of victims,
 *                 whose ports are their own
 *  event_sources  each address that takes part, so that campaigns are found by any of them
 *  evidence       the packets as JSON, without the fields that were unknown
 *  changes        what happened to listeners, one row each; ages by `stored` as events do
 *  votes          what visitors of pages think of them: one row a visitor a page, kept until somebody deletes it
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

/*
 * `events_at` becomes wide enough to add up a span of time, or to filter by kind and tool, without a look at the rows,
 * which are twenty times as big; `events_kind` and the others do the same in the order of what is counted, so that
 * nothing is sorted.
 */
const version2 = `
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  transport TEXT NOT NULL,
  port INTEGER,
  address TEXT NOT NULL,
  exposure TEXT NOT NULL,
  holder TEXT,
  before TEXT,
  verdict TEXT NOT NULL
);
CREATE INDEX changes_at ON changes (at, id);
CREATE INDEX changes_port ON changes (port, at, id);
CREATE INDEX changes_stored ON changes (stored);
CREATE TABLE votes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  page TEXT NOT NULL,
  visitor TEXT NOT NULL,
  face TEXT NOT NULL,
  comment TEXT,
  language TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (page, visitor)
);
CREATE INDEX votes_at ON votes (at, id);
CREATE INDEX votes_page ON votes (page, at, id);
CREATE INDEX votes_face ON votes (page, face);
DROP INDEX events_at;
CREATE INDEX events_at ON events (at, id, packets, kind, tool, source);
CREATE INDEX events_source ON events (source, at, packets, kind);
CREATE INDEX events_kind ON events (kind, tool, at, packets);
`;

/** Step N makes version N of version N - 1. */
export const migrations: readonly string[] = [version1, version2];

/** `reev`: marks the file as ours, so that another program's database is not taken for an empty one. */
export const applicationId = 0x72_65_65_76;
