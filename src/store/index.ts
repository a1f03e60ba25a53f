export { parseEventId } from './event-id.ts';
export { openStore, readStore } from './open.ts';
export { storePlace } from './place.ts';
export { retentionFrom } from './retention.ts';
export type {
  KnockList,
  KnockQuery,
  PortKnocks,
  SourceRecord,
  Store,
  StoredEvent,
  StoreReader,
  StoreStatus,
} from './store.ts';
