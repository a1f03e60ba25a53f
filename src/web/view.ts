import type { AssessedListener } from '../contract/listener-item.ts';
import type { PortAnswer } from '../contract/port-document.ts';
import type { StatusDocument } from '../contract/status.ts';
import type { FreePlan, Relation } from '../answer/index.ts';
import type { Vote } from '../core/feedback.ts';
import type { PortQuery } from '../core/port.ts';
import type { Probe } from '../core/probe.ts';
import type { Transport } from '../core/transport.ts';
import type { Visibility } from '../core/visibility.ts';
import type { SpecialRange } from '../core/who.ts';
import type { HostPorts } from '../inspect/listener.ts';
import type { StoreReader } from '../store/index.ts';
import type { LiveFeed } from './live.ts';

/** A listener of the agent's table. */
export interface KnownListener extends AssessedListener {
  /** Stable while it listens: letters and digits, for links and rows. */
  readonly id: string;
  /** Microseconds since 1970: when the agent saw it open; null where it was there before the agent. */
  readonly since: number | null;
}

/** The live table. Everything answers at once, from memory. */
export interface ListenerTable {
  /** The same array until something changed. */
  all(): readonly KnownListener[];
  at(port: number, transport: Transport | null): readonly KnownListener[];
  readonly visibility: Visibility;
  readonly host: HostPorts;
  /** Microseconds since 1970: the last look; null before the first. */
  readonly lookedAt: number | null;
}

/** How watching for knocks goes. */
export type CaptureState =
  | { readonly state: 'watching'; readonly interfaces: readonly string[]; readonly since: number }
  /** A sentence, and the capability that is missing where it is that. */
  | { readonly state: 'not-permitted'; readonly why: string; readonly missing: readonly string[] }
  | { readonly state: 'off'; readonly why: string };

/** A process that is to be ended, named so that nobody else can be meant. */
export interface EndHolder {
  readonly pid: number;
  /** Clock ticks since boot at its start (`owner.startTicks`). */
  readonly startTicks: number;
  /** What it holds, which is looked at again before anything happens. */
  readonly port: number;
  readonly transport: Transport;
  /** At once (SIGKILL) rather than gently (SIGTERM). */
  readonly force: boolean;
}

export type EndOutcome = 'ended' | 'signalled' | 'gone' | 'refused';

/** What the pages may ask of the agent; handed in by it. */
export interface MachineView {
  /** The host's name, harmless. */
  readonly name: string;
  readonly startedAt: number;
  readonly listeners: ListenerTable;
  readonly live: LiveFeed;
  capture(): CaptureState;
  /** Null where there is none; `storeTrouble` says why then, and where storing goes badly. */
  readonly store: StoreReader | null;
  readonly storeTrouble: string | null;
  /** Changes whenever something that this port's page shows has changed: a listener, a knock, the registry. */
  portVersion(port: number): number;
  /** Packets to each port since the agent started: TCP, UDP; the arrays are the agent's own and live. */
  readonly knocked: { readonly tcp: Uint32Array; readonly udp: Uint32Array };
  /** `portreeve/port/1` needs a look of its own. */
  answer(query: PortQuery): Promise<PortAnswer>;
  status(): StatusDocument;
  /** What an address stands for where it is nobody's on the internet: private, documentation, loopback. */
  rangeOf(address: string): SpecialRange | null;
  /** Relations between header fields that show in these packets; see `answer/relations.ts`. */
  relations(evidence: readonly Probe[]): readonly Relation[];
  /** False where it could not be kept. */
  vote(vote: Vote): boolean;
  /** What ending the holders of a listener of the table would mean (`planToFree` of the answer room). */
  planToEnd(listener: KnownListener): FreePlan;
  /** Ends a holder. The web asks for it only on behalf of the owner or a signed-in operator. */
  end(ending: EndHolder): Promise<EndOutcome>;
}
