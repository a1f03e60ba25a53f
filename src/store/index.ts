export { openStore, readStore } from './open.ts';
export { storePlace } from './place.ts';
export { type Retention, retentionFrom } from './retention.ts';
export type {
  Compaction,
  FeedbackList,
  FeedbackQuery,
  KnockList,
  KnockQuery,
  PortKnocks,
  SourceRecord,
  Store,
  StoredEvent,
  StoreReader,
  StoreStatus,
  Timeline,
  TimelineQuery,
  TopCount,
  TopQuery,
} from './store.ts';
