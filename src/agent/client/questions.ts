import type { Transport } from '../../core/transport.ts';
import type {
  FeedbackList,
  FeedbackQuery,
  KnockList,
  KnockQuery,
  PortKnocks,
  SourceRecord,
  StoredEvent,
  StoreReader,
  StoreStatus,
  Timeline,
  TimelineQuery,
  TopCount,
  TopQuery,
} from '../../store/index.ts';

/** What the command line asks of the store, through the agent or by itself: the same questions either way. */
export type StoreQuestion =
  | { readonly ask: 'knocks'; readonly query: KnockQuery }
  | { readonly ask: 'source'; readonly address: string }
  | { readonly ask: 'event'; readonly id: string }
  | { readonly ask: 'portKnocks'; readonly port: number; readonly transport: Transport | null }
  | { readonly ask: 'status' }
  | { readonly ask: 'feedback'; readonly query: FeedbackQuery }
  | { readonly ask: 'timeline'; readonly query: TimelineQuery }
  | { readonly ask: 'top'; readonly query: TopQuery };

export interface StoreAnswers {
  readonly knocks: KnockList;
  readonly source: SourceRecord | null;
  readonly event: { readonly found: StoredEvent; readonly skipped: number } | null;
  readonly portKnocks: PortKnocks;
  readonly status: StoreStatus;
  readonly feedback: FeedbackList;
  readonly timeline: Timeline;
  readonly top: readonly TopCount[];
}

export type AnswerTo<Question extends StoreQuestion> = StoreAnswers[Question['ask']];

/** @throws ReeveError as the store does */
export function askReader(store: StoreReader, question: StoreQuestion): StoreAnswers[StoreQuestion['ask']] {
  switch (question.ask) {
    case 'knocks':
      return store.knocks(question.query);
    case 'source':
      return store.source(question.address);
    case 'event':
      return store.event(question.id);
    case 'portKnocks':
      return store.portKnocks(question.port, question.transport);
    case 'status':
      return store.status();
    case 'feedback':
      return store.feedback(question.query);
    case 'timeline':
      return store.timeline(question.query);
    case 'top':
      return store.top(question.query);
  }
}
