import type { Probe, ProbeProtocol } from './probe.ts';

/** What a source did. The words are those of `docs/knocks.md`. */
export const knockKinds = [
  'port-scan',
  'host-sweep',
  'block-scan',
  'probe',
  'misdirected',
  'decoy-scan',
  'campaign',
] as const;
export type KnockKind = (typeof knockKinds)[number];

/** How sure a tool is: proven = a coincidence is practically excluded, its chance is stated. */
export const certainties = ['proven', 'likely', 'possible', 'unknown'] as const;
export type Certainty = (typeof certainties)[number];

export interface ToolVerdict {
  /** `masscan`, `zmap`, `nmap`, `mirai`, `unicornscan`, `hping`, `kernel connect`; null where unknown. */
  readonly name: string | null;
  /** The era that fits: `2014-01 to 2023-11`, `4.1 or newer`. */
  readonly version: string | null;
  readonly level: Certainty;
  /** The chance that other traffic looks so, between 0 and 1; null where no chance can be stated. */
  readonly chance: number | null;
  /** Sentences with the evidence: `id = destination ^ port ^ sequence in 1001 of 1001 packets`. */
  readonly because: readonly string[];
}

/** What the probes look for. */
export interface Intent {
  /** Stable: `telnet-botnet`, `amplifier-ntp`, `service-census`. */
  readonly name: string;
  readonly text: string;
  readonly because: string;
}

export interface PortCount {
  readonly port: number;
  readonly packets: number;
}

/** A number of different things, exact or estimated. */
export interface Distinct {
  readonly count: number;
  readonly exact: boolean;
}

/** One thing that was seen: a source (or several that act as one) and what it did. */
export interface Scan {
  /** The source; for a campaign or decoy scan the one that is likeliest real, null where none is. */
  readonly source: string | null;
  /** The sources that act as one, the busiest first, 100 at most. */
  readonly sources: readonly string[];
  readonly sourceCount: number;
  readonly kind: KnockKind;
  /** Why it is of this kind, in sentences with figures. */
  readonly because: readonly string[];
  readonly tool: ToolVerdict;
  readonly transport: ProbeProtocol;
  readonly ports: Distinct & { readonly top: readonly PortCount[] };
  readonly targets: Distinct & { readonly top: readonly string[] };
  readonly packets: number;
  /** Microseconds since 1970 UTC; null where the input has no time. */
  readonly first: number | null;
  readonly last: number | null;
  /** Packets a second between first and last; null below two packets or without time. */
  readonly rate: number | null;
  /** What answered: connections accepted and refused, where the input shows both ways. */
  readonly answered: { readonly accepted: number; readonly refused: number };
  readonly intent: readonly Intent[];
  /** True where nothing proves that the sender has the address: one packet, or never a handshake in silence. */
  readonly spoofable: boolean;
  /** The packets behind it, the first ones, 16 at most. */
  readonly evidence: readonly Probe[];
}

/** Somebody else under attack, whose answers to forged packets arrive here. Never a scanner. */
export interface Victim {
  readonly address: string;
  readonly packets: number;
  /** `syn-ack`, `rst`, `icmp-unreachable`, `udp-answer`... with counts. */
  readonly answers: readonly { readonly kind: string; readonly packets: number }[];
  /** Its ports that were attacked, as its answers show. */
  readonly ports: readonly PortCount[];
  readonly targets: Distinct;
  readonly first: number | null;
  readonly last: number | null;
  readonly evidence: readonly Probe[];
}

/** Many forged sources at one target: one event with a count. */
export interface Flood {
  readonly target: string;
  readonly port: number | null;
  readonly transport: ProbeProtocol;
  readonly packets: number;
  readonly sources: Distinct;
  readonly first: number | null;
  readonly last: number | null;
  readonly because: readonly string[];
  readonly evidence: readonly Probe[];
}

/** Packets that nobody looked at, and why: the kernel's ring was full, a table was at its ceiling. */
export interface Drops {
  readonly reason: string;
  readonly packets: number;
  readonly first: number | null;
  readonly last: number | null;
}

/** What goes to the store, the hooks and the pages. `key` is the same for later states of the same event. */
export type KnockEvent =
  | { readonly type: 'scan'; readonly key: string; readonly scan: Scan }
  | { readonly type: 'backscatter'; readonly key: string; readonly victim: Victim }
  | { readonly type: 'flood'; readonly key: string; readonly flood: Flood }
  | { readonly type: 'drops'; readonly key: string; readonly drops: Drops };

/** What every event has, whatever it tells of. */
export interface Seen {
  readonly packets: number;
  readonly first: number | null;
  readonly last: number | null;
  /** The packets behind it; none where nobody looked at them. */
  readonly evidence: readonly Probe[];
}

export function seenIn(event: KnockEvent): Seen {
  switch (event.type) {
    case 'scan':
      return event.scan;
    case 'backscatter':
      return event.victim;
    case 'flood':
      return event.flood;
    case 'drops':
      return { ...event.drops, evidence: [] };
  }
}
