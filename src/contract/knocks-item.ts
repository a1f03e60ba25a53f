import { isoTime } from '../core/time.ts';
import type { KnockList, PortKnocks, SourceRecord, StoredEvent, StoreStatus } from '../store/index.ts';
import type {
  KnocksDocument,
  PortKnocksItem,
  SourceDocument,
  StoreDocument,
  StoredEventItem,
} from './knocks.ts';
import { dropsItem, floodItem, scanItem, victimItem } from './scan-item.ts';

/** Times of the store are sound, if only by its limits; what is none at all is the beginning of time. */
const moment = (microseconds: number): string => isoTime(microseconds) ?? '1970-01-01T00:00:00.000Z';

export function storedEventItem(
  { id, at, event }: StoredEvent,
  options: { readonly evidence: boolean },
): StoredEventItem {
  const opened = { id, at: moment(at) };
  switch (event.type) {
    case 'scan':
      return { ...opened, type: 'scan', scan: scanItem(event.scan, options) };
    case 'backscatter':
      return { ...opened, type: 'backscatter', victim: victimItem(event.victim, options) };
    case 'flood':
      return { ...opened, type: 'flood', flood: floodItem(event.flood, options) };
    case 'drops':
      return { ...opened, type: 'drops', drops: dropsItem(event.drops) };
  }
}

export const knockListItem = ({
  events,
  more,
  skipped,
}: KnockList): Pick<KnocksDocument, 'events' | 'more' | 'skipped'> => ({
  events: events.map((event) => storedEventItem(event, { evidence: false })),
  more,
  skipped,
});

const toolItems = (tools: PortKnocks['tools']) => tools.map(({ tool, events }) => ({ tool, events }));

export const sourceItem = (
  record: SourceRecord,
): Omit<SourceDocument, 'schema' | 'generatedAt' | 'store' | 'who'> => ({
  address: record.address,
  events: record.events,
  together: record.together,
  packets: record.packets,
  first: isoTime(record.first),
  last: isoTime(record.last),
  kinds: record.kinds.map(({ kind, events }) => ({ kind, events })),
  tools: toolItems(record.tools),
  ports: record.ports.map(({ port, transport, packets }) => ({ port, transport, packets })),
  newest: knockListItem(record.newest),
});

export const portKnocksItem = (knocks: PortKnocks): PortKnocksItem => ({
  events: knocks.events,
  packets: knocks.packets,
  sources: knocks.sources,
  first: isoTime(knocks.first),
  last: isoTime(knocks.last),
  top: knocks.top.map(({ source, packets }) => ({ source, packets })),
  tools: toolItems(knocks.tools),
  broad: knocks.broad,
  complete: knocks.complete,
});

export const storeItem = (
  status: StoreStatus,
): Pick<StoreDocument, 'path' | 'version' | 'rows' | 'types' | 'bytes' | 'oldest' | 'newest'> => ({
  path: status.path,
  version: status.version,
  rows: status.rows,
  types: status.types.map(({ type, rows }) => ({ type, rows })),
  bytes: status.bytes,
  oldest: isoTime(status.oldest),
  newest: isoTime(status.newest),
});
