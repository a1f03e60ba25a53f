import { readdirSync } from 'node:fs';
import { answerPort, planToFree, relations } from '../answer/index.ts';
import type { KnocksAnswer, PortAnswer } from '../contract/port-document.ts';
import type { StatusDocument } from '../contract/status.ts';
import { isReeveError } from '../core/errors.ts';
import type { PortQuery } from '../core/port.ts';
import type { Registry } from '../registry/index.ts';
import { rangeOf } from '../watch/index.ts';
import type { CaptureState, MachineView } from '../web/index.ts';
import { atMost } from './at-most.ts';
import type { Keeper } from './keeping/keeper.ts';
import type { Knocked } from './knocks/knocked.ts';
import { Lookups } from './listeners/lookups.ts';
import type { LiveTable } from './listeners/table.ts';
import type { Feed } from './live/feed.ts';
import type { Privileged } from './privileged.ts';
import type { PortVersions } from './running/versions.ts';

/** Each waits up to two seconds for its end. */
const mostEndings = 8;

export interface ViewParts {
  readonly name: string;
  readonly startedAt: number;
  readonly registry: Registry;
  readonly privileged: Privileged;
  /** Pids of the agent's processes and their ancestors. */
  readonly lineage: ReadonlySet<number>;
  /** Of those, the agent's own alone. */
  readonly own: ReadonlySet<number>;
  readonly table: LiveTable;
  readonly feed: Feed;
  readonly knocked: Knocked;
  readonly versions: PortVersions;
  readonly keeper: Keeper;
  readonly capture: () => CaptureState;
  readonly status: () => StatusDocument;
}

/** All that pages, API and the owner's socket may ask of this machine. */
export function machineView(parts: ViewParts): MachineView {
  const { registry, privileged, table, knocked, versions, keeper } = parts;
  const lookups = new Lookups(privileged);
  return {
    name: parts.name,
    startedAt: parts.startedAt,
    listeners: table,
    live: parts.feed,
    capture: parts.capture,
    get store() {
      return keeper.reader;
    },
    get storeTrouble() {
      return keeper.trouble;
    },
    portVersion: (port) => versions.of(port),
    knocked,
    answer: async (query: PortQuery): Promise<PortAnswer> => {
      const seen = await lookups.at(query.port, query.transport);
      return answerPort(query, registry, seen, { at: (one) => knocksAt(keeper, one) }, parts.own);
    },
    status: parts.status,
    relations,
    rangeOf,
    planToEnd: ({ listener }) => {
      const { privileged: seesAll } = table.visibility;
      return planToFree(listener, {
        self: parts.lineage,
        privileged: seesAll,
        isReadable: (pid) => seesAll || hasReadableDescriptors(pid),
      });
    },
    vote: (vote) => keeper.vote(vote),
    end: atMost(mostEndings, 'to end a holder', (ending) => privileged.end(ending)),
  };
}

function knocksAt(keeper: Keeper, { port, transport }: PortQuery): KnocksAnswer {
  const { reader } = keeper;
  if (reader === null) return { known: null, unknown: keeper.trouble };
  try {
    return { known: reader.portKnocks(port, transport), unknown: null };
  } catch (error) {
    if (!isReeveError(error)) throw error;
    return { known: null, unknown: error.explanation.found };
  }
}

/** Its descriptors were looked at when the holders were: a process that may be read and holds nothing is no holder. */
function hasReadableDescriptors(pid: number): boolean {
  try {
    readdirSync(`/proc/${pid}/fd`);
    return true;
  } catch {
    return false;
  }
}
