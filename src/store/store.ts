import type { Face, Vote } from '../core/feedback.ts';
import type { KnockEvent } from '../core/knock.ts';
import type { ListenerEvent } from '../core/listener-event.ts';
import type { Transport } from '../core/transport.ts';
import type { WriterState } from './writer.ts';

/** Times are microseconds since 1970 UTC throughout. What is left out does not restrict. */
export interface KnockQuery {
  /** Seen at or after this. */
  readonly since?: number;
  /** Begun at or before this. */
  readonly until?: number;
  readonly port?: number;
  readonly transport?: Transport;
  /** In its canonical form (RFC 5952); finds campaigns that it takes part in too. */
  readonly source?: string;
  /** A tool's name; `unknown` for scans whose tool is not known. */
  readonly tool?: string;
  /** A kind of scan, or `backscatter`, `flood`, `drops`. */
  readonly kind?: string;
  readonly limit: number;
  readonly oldestFirst?: boolean;
}

export interface StoredEvent {
  /** As people type it: `e12`. */
  readonly id: string;
  /** When it was last seen, at most when it was stored. */
  readonly at: number;
  readonly event: KnockEvent;
}

export interface KnockList {
  /** Without their packets: `event` gives those. */
  readonly events: readonly StoredEvent[];
  /** Rows that are not as they were written, left out. */
  readonly skipped: number;
  /** The limit cut it. */
  readonly more: boolean;
}

interface ToolCount {
  readonly tool: string | null;
  readonly events: number;
}

export interface PortKnocks {
  readonly events: number;
  /** Packets to this port. */
  readonly packets: number;
  readonly sources: number;
  readonly first: number | null;
  readonly last: number | null;
  /** The busiest, five at most. */
  readonly top: readonly { readonly source: string; readonly packets: number }[];
  readonly tools: readonly ToolCount[];
  /** Further scans of so many ports that not each is on record: this one may be among them. */
  readonly broad: number;
  /** False: only the newest ones were counted. */
  readonly complete: boolean;
}

export interface SourceRecord {
  readonly address: string;
  /** Events of its own. */
  readonly events: number;
  /** Events in which it acts with others, or seems to: campaigns and decoy scans. */
  readonly together: number;
  /** Packets of its own events. */
  readonly packets: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly kinds: readonly { readonly kind: string; readonly events: number }[];
  readonly tools: readonly ToolCount[];
  /** The busiest, twenty at most. */
  readonly ports: readonly {
    readonly port: number;
    readonly transport: string | null;
    readonly packets: number;
  }[];
  /** The newest, twenty at most. */
  readonly newest: KnockList;
}

export interface StoreStatus {
  readonly state: WriterState;
  readonly path: string;
  readonly version: number;
  readonly rows: number;
  readonly types: readonly { readonly type: string; readonly rows: number }[];
  readonly bytes: number;
  /** Events that could not be written since it was opened. */
  readonly dropped: number;
  readonly oldest: number | null;
  readonly newest: number | null;
}

export interface Compaction {
  readonly before: number;
  readonly after: number;
  /** Events that were too old or too many. */
  readonly deleted: number;
}

/** Events in equal spans of time, for plots; an event counts where it was last seen. */
export interface Timeline {
  /** Microseconds: the start of the first span and the length of each. */
  readonly from: number;
  readonly step: number;
  readonly events: readonly number[];
  readonly packets: readonly number[];
}

export interface TimelineQuery {
  readonly since: number;
  readonly until: number;
  /** Spans, 500 at most. */
  readonly spans: number;
  readonly port?: number;
  readonly source?: string;
  /** As in `KnockQuery`. */
  readonly tool?: string;
  readonly kind?: string;
}

/** What occurs most among the events of a time. */
export interface TopCount {
  /** A port as text, an address, a tool (`unknown`), a kind. */
  readonly name: string;
  readonly events: number;
  readonly packets: number;
}

export interface TopQuery {
  readonly by: 'port' | 'source' | 'tool' | 'kind';
  readonly since: number;
  readonly until: number;
  readonly limit: number;
  /** Only of these events, as in `KnockQuery`. */
  readonly port?: number;
  readonly source?: string;
  readonly tool?: string;
  readonly kind?: string;
}

export interface StoredChange {
  /** As people type it: `c12`. */
  readonly id: string;
  readonly change: ListenerEvent;
}

export interface ChangeQuery {
  readonly since?: number;
  readonly until?: number;
  readonly port?: number;
  readonly limit: number;
}

export interface StoredVote {
  readonly id: number;
  readonly vote: Omit<Vote, 'visitor'>;
}

export interface FeedbackQuery {
  readonly page?: string;
  readonly since?: number;
  readonly limit: number;
}

export interface FeedbackList {
  /** The newest first. */
  readonly votes: readonly StoredVote[];
  readonly more: boolean;
  /** By page, those with the most votes first, 100 at most; not cut by `limit`. */
  readonly pages: readonly ({ readonly page: string } & Readonly<Record<Face, number>>)[];
}

export interface StoreReader {
  timeline(query: TimelineQuery): Timeline;
  top(query: TopQuery): readonly TopCount[];
  /** Listener changes, the newest first. */
  changes(query: ChangeQuery): { readonly changes: readonly StoredChange[]; readonly more: boolean };
  feedback(query: FeedbackQuery): FeedbackList;
  knocks(query: KnockQuery): KnockList;
  /** Null where nothing is on record. */
  source(address: string): SourceRecord | null;
  /** One event with its packets; null where there is none. Packets that are not as they were written are left out. */
  event(id: string): { readonly found: StoredEvent; readonly skipped: number } | null;
  portKnocks(port: number, transport: Transport | null): PortKnocks;
  status(): StoreStatus;
  /** Whether every page of the file is sound; sentences of what is not. It reads all of it. */
  check(): readonly string[];
  close(): void;
}

export interface Store extends StoreReader {
  /** Never fails: what cannot be written is counted in `status().dropped`. */
  put(event: KnockEvent): void;
  /** As `put`, for what happened to a listener. */
  putChange(change: ListenerEvent): void;
  /** Puts a visitor's vote in place of his former one on that page; false where it could not be kept. */
  vote(vote: Vote): boolean;
  /** Commits what waits; false where it could not. */
  flush(): boolean;
  compact(): Compaction;
}
