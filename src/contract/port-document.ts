import type { PortQuery } from '../core/port.ts';
import type { Verdict } from '../core/verdict.ts';
import type { ClosedReason, HostPorts, Inspection } from '../inspect/listener.ts';
import type { Claim, Dossier, Statement } from '../registry/claim.ts';
import type { Neighbour, Neighbours } from '../registry/neighbours.ts';
import type { RangeInfo } from '../registry/ranges.ts';
import type { Assignment } from '../registry/record.ts';
import type { PortKnocks } from '../store/index.ts';
import { envelope, visibilityItem } from './envelope.ts';
import { portKnocksItem } from './knocks-item.ts';
import {
  type AssessedListener,
  assignmentItem,
  type ItemOptions,
  listenerItem,
  publicationItem,
  unitItem,
  verdictItem,
} from './listener-item.ts';
import type { PortDocument } from './port.ts';

/** Everything known about one port, before it is a document or a text. */
export interface PortAnswer {
  readonly query: PortQuery;
  readonly range: RangeInfo;
  readonly assignments: readonly Assignment[];
  readonly dossier: Dossier | null;
  readonly neighbours: Neighbours;
  readonly browserBlocked: boolean;
  readonly host: HostPorts;
  readonly notFree: readonly ClosedReason[];
  readonly state: PortDocument['host']['state'];
  readonly holders: readonly AssessedListener[];
  readonly verdict: Verdict;
  readonly visibility: Inspection['visibility'];
  readonly knocks: KnocksAnswer;
}

/** What is on record of a port's knocks; both null where nothing was ever stored. */
export interface KnocksAnswer {
  readonly known: PortKnocks | null;
  /** Why it cannot be known. */
  readonly unknown: string | null;
}

/** `portreeve/port/1` of an answer. */
export const toPortDocument = (answer: PortAnswer, options: ItemOptions): PortDocument => ({
  ...envelope('portreeve/port/1'),
  port: answer.query.port,
  transport: answer.query.transport,
  range: rangeItem(answer.range),
  assignments: answer.assignments.map(assignmentItem),
  dossier: answer.dossier && { title: answer.dossier.title, summary: answer.dossier.summary },
  claims: (answer.dossier?.claims ?? []).map(claimItem),
  statements: (answer.dossier?.statements ?? []).map(statementItem),
  related: (answer.dossier?.related ?? []).map(({ port, why }) => ({ port, why })),
  neighbours: {
    below: answer.neighbours.below && neighbourItem(answer.neighbours.below),
    above: answer.neighbours.above && neighbourItem(answer.neighbours.above),
    family: answer.neighbours.family && familyItem(answer.neighbours.family),
  },
  host: {
    state: answer.state,
    notFree: answer.notFree.map(closedItem),
    ephemeral: inside(answer.query.port, answer.host.ephemeral === null ? null : [answer.host.ephemeral]),
    reservedByOs: inside(answer.query.port, answer.host.reserved),
    needsPrivilege:
      answer.host.unprivilegedFrom === null
        ? null
        : answer.query.port > 0 && answer.query.port < answer.host.unprivilegedFrom,
    browserBlocked: answer.browserBlocked,
  },
  holders: answer.holders.map((holder) => listenerItem(holder, options)),
  verdict: verdictItem(answer.verdict),
  knocks: answer.knocks.known && portKnocksItem(answer.knocks.known),
  knocksUnknown: answer.knocks.unknown,
  visibility: visibilityItem(answer.visibility),
});

export const rangeItem = ({ name, from, to, size, counts }: RangeInfo): PortDocument['range'] => ({
  name,
  from,
  to,
  size,
  counts: counts && { ...counts, assignedOn: { ...counts.assignedOn } },
});

const neighbourItem = ({ port, distance, transports, service, description }: Neighbour) => ({
  port,
  distance,
  transports: [...transports],
  service,
  description,
});

const familyItem = ({ from, to, stem, services }: NonNullable<Neighbours['family']>) => ({
  from,
  to,
  stem,
  services: [...services],
});

const inside = (port: number, spans: HostPorts['reserved']): boolean | null =>
  spans && spans.some(({ from, to }) => port >= from && port <= to);

const claimItem = (claim: Claim): PortDocument['claims'][number] => ({
  kind: claim.kind,
  ...(claim.question === undefined ? {} : { question: claim.question }),
  text: claim.text,
  ...(claim.transport === undefined ? {} : { transport: claim.transport }),
  sources: claim.sources.map(({ title, url, accessed }) => ({ title, url, accessed })),
});

const statementItem = ({ says, finding, text, sources }: Statement): PortDocument['statements'][number] => ({
  says,
  finding,
  text,
  sources: sources.map(({ title, url, accessed }) => ({ title, url, accessed })),
});

function closedItem(reason: ClosedReason): PortDocument['host']['notFree'][number] {
  switch (reason.kind) {
    case 'published':
      return { kind: reason.kind, publication: publicationItem(reason.publication) };
    case 'sleeping-socket':
      return { kind: reason.kind, unit: unitItem(reason.unit) };
    case 'other-namespace': {
      const { inode, name, own } = reason.netns;
      return { kind: reason.kind, netns: { inode, name, own } };
    }
    case 'time-wait':
    case 'connected':
    case 'bound':
    case 'reserved-by-os':
    case 'ephemeral':
      return { ...reason };
  }
}
