import type { BatchSink } from './record.ts';

/** What was left out of an input, by reason. */
export interface Skipped {
  readonly reason: string;
  readonly count: number;
  /** Byte offset (captures) or line number from 1 (logs) of the first one. */
  readonly firstAt: number;
}

export interface InputSummary {
  /** `pcap`, `pcapng`, `iptables`, `ufw`, `filterlog`...; several joined by ` + ` where lines are mixed. */
  readonly format: string;
  readonly unit: 'packets' | 'lines';
  /** Packets or lines met, the skipped ones among them. */
  readonly count: number;
  /** Records handed to the sink. */
  readonly records: number;
  /** Time of the earliest and latest record, microseconds since 1970 UTC. */
  readonly from: number | null;
  readonly to: number | null;
  readonly skipped: readonly Skipped[];
  /** Frames that are no probes but counted: `arp`, `lldp`... */
  readonly other: readonly { readonly name: string; readonly packets: number }[];
  /** Sentences on how the input was read: a year that was resolved, a zone that was taken, a cut at the end. */
  readonly notes: readonly string[];
  /** True where part of it was damaged: it does not hold all that it was meant to. */
  readonly damaged: boolean;
}

/**
 * A reader of one input, fed chunk by chunk. It copies what it must keep: the chunk may be used again after `push`.
 * Bad input never throws: it is counted in the summary.
 */
export interface InputReader {
  push(chunk: Uint8Array): void;
  /** Hands the records so far to the sink: for live and followed inputs. */
  flush(): void;
  /** What is left goes to the sink; the summary of all. The reader cannot be used after it. */
  end(): InputSummary;
}

export type MakeReader = (sink: BatchSink) => InputReader;
