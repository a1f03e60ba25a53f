import type { Drops, Flood, KnockEvent, Scan, Victim } from '../core/knock.ts';
import type { Batch } from './record.ts';
import type { Thresholds } from './thresholds.ts';

/** What stands at a moment, the weightiest first. */
export interface Findings {
  readonly packets: number;
  /** Sources that were told apart (flooding ones are not). */
  readonly sources: { readonly count: number; readonly exact: boolean };
  /** Sources beyond those that were judged one by one: they were counted only. */
  readonly lighter: number;
  readonly scans: readonly Scan[];
  readonly backscatter: { readonly packets: number; readonly victims: readonly Victim[] };
  readonly floods: readonly Flood[];
  readonly drops: readonly Drops[];
  /** What is neither: `established`, `answers`, `multicast`, `own`, `to-service`... */
  readonly other: readonly { readonly name: string; readonly packets: number }[];
  /** Fields that any TCP SYN record had (bits of `known`), for what this input cannot tell. */
  readonly synFields: number;
}

export interface AnalysisOptions {
  /** Sources that are judged one by one, the weightiest (1,000). */
  readonly limit?: number;
  readonly thresholds?: Partial<Thresholds>;
  /** Addresses of this host or array, as text: traffic from them is their own. */
  readonly own?: readonly string[];
  /** What listens here: a packet to it is no probe of a quiet port. Called for each packet to an own address. */
  readonly listens?: (transport: 'tcp' | 'udp', port: number) => boolean;
}

/** The packet path's end: takes records, keeps bounded tables, tells what they mean. */
export interface Analysis {
  add(batch: Batch): void;
  /** What stands now; it ends nothing and may be asked again and again. */
  findings(): Findings;
  /** Events that are new or have grown since the last call; `now` in microseconds closes what is idle. */
  events(now: number): readonly KnockEvent[];
  /** Bytes held by the tables now, and the most they may ever hold. */
  memory(): { readonly held: number; readonly ceiling: number };
}
