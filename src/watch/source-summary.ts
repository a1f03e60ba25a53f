import type { Distinct, PortCount } from '../core/knock.ts';
import type { Probe, ProbeProtocol } from '../core/probe.ts';

/** How TCP probes were shaped: exact flag sets, the rest under `other`. */
export const tcpShapes = ['syn', 'syn-ack', 'ack', 'fin', 'null', 'xmas', 'rst', 'other'] as const;
export type TcpShape = (typeof tcpShapes)[number];

/** What the tables hold of one source and protocol, taken out of them for judgement. Times in microseconds. */
export interface SourceSummary {
  readonly address: string;
  readonly protocol: ProbeProtocol;
  /** Probes, not answers or established traffic; flow records count as many as they stand for. */
  readonly packets: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly ports: Distinct & { readonly top: readonly PortCount[] };
  readonly targets: Distinct & { readonly top: readonly string[] };
  /** Different pairs of target and port. */
  readonly pairs: Distinct;
  /** Packets that repeat a target and port already tried with the same source port: retries of a kernel. */
  readonly retries: number;
  readonly sourcePorts: Distinct;
  readonly shapes: Readonly<Record<TcpShape, number>>;
  readonly answered: { readonly accepted: number; readonly refused: number };
  /** Records that the firewall says it let through, or that it noted (audit) and did not block then; absent = 0. */
  readonly allowed?: number;
  /** Probes of ports that the host listens on (live) or that answered. */
  readonly toServices: number;
  /** Median seconds between packets, estimated from a sample; null below three. */
  readonly medianGap: number | null;
  /** Smallest and largest TTL seen; null where unknown. */
  readonly ttl: { readonly low: number; readonly high: number } | null;
  /** Packets per sign and per pair sign of `fingerprints/`, by the sign's bit number. */
  readonly signs: ArrayLike<number>;
  readonly pairSigns: ArrayLike<number>;
  /** Packets on which signs and pair signs were tried. */
  readonly signsTried: number;
  readonly pairsTried: number;
  /** Bits of `known` that every, and that any, packet had. */
  readonly fieldsAll: number;
  readonly fieldsAny: number;
  /** A constant of its targets that other sources show as well (fingerprints/shared-constant.ts); null if none. */
  readonly shared: SharedConstant | null;
  readonly samples: readonly Probe[];
  /** The address is one of the host's own network, or private. */
  readonly near: boolean;
  /** `campaignKeyOf` (judge/) of its first probe; 0 or absent = none. */
  readonly campaignKey?: number;
}

/** The NAT-proof relation: the same constant at one destination from several sources. */
export interface SharedConstant {
  readonly tool: 'masscan' | 'mirai';
  readonly matches: number;
  readonly tried: number;
  /** Sources that show it. */
  readonly sources: number;
}
