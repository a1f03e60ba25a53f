import { isoTime } from '../core/time.ts';
import type {
  ChangeQuery,
  StoredChange,
  Timeline,
  TimelineQuery,
  TopCount,
  TopQuery,
} from '../store/index.ts';
import type { ChangesDocument, TimelineDocument, TopDocument } from './activity.ts';
import { envelope } from './envelope.ts';

const changeItem = ({ id, change }: StoredChange): ChangesDocument['changes'][number] => ({
  id,
  at: isoTime(change.at),
  kind: change.kind,
  transport: change.transport,
  port: change.port,
  address: change.address,
  exposure: change.exposure,
  holder: change.holder,
  before: change.before,
  verdict: change.verdict,
});

/** `portreeve/changes/1` */
export const toChangesDocument = (
  query: ChangeQuery,
  found: { readonly changes: readonly StoredChange[]; readonly more: boolean },
): ChangesDocument => ({
  ...envelope('portreeve/changes/1'),
  asked: {
    since: isoTime(query.since ?? null),
    until: isoTime(query.until ?? null),
    port: query.port ?? null,
    limit: query.limit,
  },
  changes: found.changes.map(changeItem),
  more: found.more,
});

/** `portreeve/timeline/1` */
export const toTimelineDocument = (query: TimelineQuery, found: Timeline): TimelineDocument => ({
  ...envelope('portreeve/timeline/1'),
  asked: {
    since: isoTime(query.since),
    until: isoTime(query.until),
    port: query.port ?? null,
    source: query.source ?? null,
  },
  from: isoTime(found.from),
  seconds: found.step / 1e6,
  events: [...found.events],
  packets: [...found.packets],
});

/** `portreeve/top/1` */
export const toTopDocument = (query: TopQuery, top: readonly TopCount[]): TopDocument => ({
  ...envelope('portreeve/top/1'),
  asked: { by: query.by, since: isoTime(query.since), until: isoTime(query.until), limit: query.limit },
  top: top.map(({ name, events, packets }) => ({ name, events, packets })),
});
