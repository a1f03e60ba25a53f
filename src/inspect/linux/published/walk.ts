import { isIP } from 'node:net';
import type { Span } from '../../../core/range.ts';
import { transports as allTransports, type Transport } from '../../../core/transport.ts';
import type { Publication } from '../../listener.ts';
import { anyPacket, both, isAnyPacket, type NatAction, type NatMatch, type NatTable } from './nat-rule.ts';

const deepest = 16;
const mostSteps = 200_000;
const mostPublications = 20_000;

export interface WalkedTable {
  readonly publications: readonly Publication[];
  /** The walk was cut short: a ruleset of unlikely size, or chains that call each other in a ring. */
  readonly truncated: boolean;
}

/** Follows a table's chains from where packets arrive and collects what is handed on, with all conditions on the way. */
export function publicationsOfTable(table: NatTable): WalkedTable {
  const publications: Publication[] = [];
  let steps = 0;
  let truncated = false;
  const visit = (chain: string, match: NatMatch, depth: number): void => {
    for (const rule of table.chains.get(chain) ?? []) {
      if (depth > deepest || ++steps > mostSteps || publications.length > mostPublications) {
        truncated = true;
        return;
      }
      if (rule.action.kind === 'end' && isAnyPacket(rule.match)) return;
      const met = both(match, rule.match);
      if (met === null) continue;
      if (rule.action.kind === 'to') publications.push(...publish(table, met, rule.action));
      if (rule.action.kind === 'chain') visit(rule.action.name, met, depth + 1);
    }
  };
  for (const entry of table.entries) visit(entry, anyPacket, 0);
  return { publications, truncated };
}

type Destination = NatAction & { readonly kind: 'to' };

function publish(table: NatTable, match: NatMatch, to: Destination): readonly Publication[] {
  const spans = match.ports ?? [{ from: 1, to: 65_535 }];
  const places = hostAddresses(table, match, to.address);
  return places.flatMap((hostAddress) =>
    (match.transports ?? allTransports).flatMap((transport) =>
      spans.map((span) =>
        publicationOf({ transport, hostAddress, span, to, by: table.by, conditions: match.conditions }),
      ),
    ),
  );
}

interface Handed {
  readonly transport: Transport;
  readonly hostAddress: string;
  readonly span: Span;
  readonly to: Destination;
  readonly by: NatTable['by'];
  readonly conditions: readonly string[];
}

function publicationOf({ transport, hostAddress, span, to, by, conditions }: Handed): Publication {
  const single = span.from === span.to;
  const kept = single && to.ports === null ? span.from : null;
  return {
    transport,
    hostAddress,
    hostPort: span.from,
    ...(single ? {} : { through: span.to }),
    targetAddress: to.address,
    targetPort: to.ports?.from ?? kept,
    ...(to.ports === null || to.ports.from === to.ports.to ? {} : { targetThrough: to.ports.to }),
    ...(conditions.length === 0 ? {} : { condition: conditions.join(', ') }),
    by,
    container: null,
  };
}

/** Where the rule names no address every one of the host's counts: the wildcard of the families it can mean. */
function hostAddresses(table: NatTable, match: NatMatch, target: string | null): readonly string[] {
  if (match.addresses !== null) return match.addresses;
  const family =
    match.family ?? table.family ?? (target === null ? 0 : isIP(target.split(/[/-]/, 1)[0] ?? ''));
  if (family === 4) return ['0.0.0.0'];
  return family === 6 ? ['::'] : ['0.0.0.0', '::'];
}
