// The documents of what is on record, whoever asks: the command line, the pages' server, the protocol server.
import { isoTime } from '../core/time.ts';
import type { Who } from '../core/who.ts';
import type { KnockList, KnockQuery, SourceRecord, StoredEvent } from '../store/index.ts';
import { envelope } from './envelope.ts';
import type { EventDocument, KnocksDocument, SourceDocument } from './knocks.ts';
import { knockListItem, sourceItem, storedEventItem } from './knocks-item.ts';

/** A query whose kind is one of those that there are. */
export type KnocksQuery = KnockQuery & { readonly kind?: NonNullable<KnocksDocument['asked']['kind']> };

/** `portreeve/knocks/1`; `store` is the file's path. */
export const toKnocksDocument = (store: string, query: KnocksQuery, found: KnockList): KnocksDocument => ({
  ...envelope('portreeve/knocks/1'),
  store,
  asked: {
    since: isoTime(query.since ?? null),
    until: isoTime(query.until ?? null),
    port: query.port ?? null,
    transport: query.transport ?? null,
    source: query.source ?? null,
    tool: query.tool ?? null,
    kind: query.kind ?? null,
    limit: query.limit,
  },
  ...knockListItem(found),
});

/** `portreeve/source/1` */
export const toSourceDocument = (store: string, record: SourceRecord, who: Who): SourceDocument => ({
  ...envelope('portreeve/source/1'),
  store,
  ...sourceItem(record),
  who: { ...who, range: who.range && { name: who.range.name, text: who.range.text } },
});

/** A source of which nothing is on record. */
export const noRecord = (address: string): SourceRecord => ({
  address,
  events: 0,
  together: 0,
  packets: 0,
  first: null,
  last: null,
  kinds: [],
  tools: [],
  ports: [],
  newest: { events: [], skipped: 0, more: false },
});

/** `portreeve/event/1` */
export const toEventDocument = (
  store: string,
  { found, skipped }: { readonly found: StoredEvent; readonly skipped: number },
  relations: readonly EventDocument['relations'][number][],
): EventDocument => ({
  ...envelope('portreeve/event/1'),
  store,
  event: storedEventItem(found, { evidence: true }),
  relations: relations.map(({ name, text, holds, tried }) => ({ name, text, holds, tried })),
  skippedPackets: skipped,
});
