export { moveAside } from './move-aside.ts';
export { openStore, readStore } from './open.ts';
export { readAnswer } from './parse/answers.ts';
export { storePlace } from './place.ts';
export { type Trouble, troubleOf } from './trouble.ts';
export { type Retention, retentionFrom } from './retention.ts';
export type {
  ChangeQuery,
  Compaction,
  FeedbackList,
  FeedbackQuery,
  KnockList,
  KnockQuery,
  PortKnocks,
  SourceRecord,
  Store,
  StoredChange,
  StoredEvent,
  StoredVote,
  StoreReader,
  StoreStatus,
  Timeline,
  TimelineQuery,
  TopCount,
  TopQuery,
} from './store.ts';
