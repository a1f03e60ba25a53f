import type { Span } from '../../../core/range.ts';
import type { Transport } from '../../../core/transport.ts';

/** What must be true of a packet for a rule to take it. Null = anything. */
export interface NatMatch {
  readonly family: 4 | 6 | null;
  readonly transports: readonly Transport[] | null;
  readonly ports: readonly Span[] | null;
  /** Destination addresses, prefixes (`10.0.0.0/8`) or spans (`10.0.0.1-10.0.0.9`). */
  readonly addresses: readonly string[] | null;
  /** Everything else that the rule asks for, in words. */
  readonly conditions: readonly string[];
}

export type NatAction =
  /** Destination changed; address null = this machine itself (redirect), ports null = kept. */
  | { readonly kind: 'to'; readonly address: string | null; readonly ports: Span | null }
  | { readonly kind: 'chain'; readonly name: string }
  /** No later rule of this chain sees the packet (return, accept, drop). */
  | { readonly kind: 'end' };

export interface NatRule {
  readonly match: NatMatch;
  readonly action: NatAction;
}

/** The destination NAT of one table, in one form whether nftables or iptables told it. */
export interface NatTable {
  readonly family: 4 | 6 | null;
  readonly by: 'nftables' | 'iptables';
  readonly chains: ReadonlyMap<string, readonly NatRule[]>;
  /** Chains hooked where packets arrive from outside (prerouting). */
  readonly entries: readonly string[];
}

export const anyPacket: NatMatch = {
  family: null,
  transports: null,
  ports: null,
  addresses: null,
  conditions: [],
};

export const isAnyPacket = (match: NatMatch): boolean =>
  match.family === null &&
  match.transports === null &&
  match.ports === null &&
  match.addresses === null &&
  match.conditions.length === 0;

/** What meets both; null where nothing can. Of two addresses the later, inner one counts: it is the closer one. */
export function both(outer: NatMatch, inner: NatMatch): NatMatch | null {
  if (outer.family !== null && inner.family !== null && outer.family !== inner.family) return null;
  const transports = common(outer.transports, inner.transports, (a, b) => a.filter((one) => b.includes(one)));
  const ports = common(outer.ports, inner.ports, overlap);
  if (transports?.length === 0 || ports?.length === 0) return null;
  return {
    family: outer.family ?? inner.family,
    transports,
    ports,
    addresses: inner.addresses ?? outer.addresses,
    conditions: [...new Set([...outer.conditions, ...inner.conditions])],
  };
}

const common = <T>(a: T | null, b: T | null, meet: (a: T, b: T) => T): T | null =>
  a === null ? b : b === null ? a : meet(a, b);

const overlap = (a: readonly Span[], b: readonly Span[]): readonly Span[] =>
  a.flatMap((one) =>
    b.flatMap((other) => {
      const span = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
      return span.from <= span.to ? [span] : [];
    }),
  );

/** All ports but those. */
export function otherPorts(spans: readonly Span[]): readonly Span[] {
  const rest: Span[] = [];
  let next = 1;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (from > next) rest.push({ from: next, to: from - 1 });
    next = Math.max(next, to + 1);
  }
  return next > 65_535 ? rest : [...rest, { from: next, to: 65_535 }];
}
