import type { Inspection } from '../../inspect/listener.ts';
import { outsidersOf } from '../owners.ts';
import {
  type PolicyComparison,
  type PolicyDifference,
  type PolicyDoubt,
  differenceKinds,
  placeText,
} from './difference.ts';
import { isPassing } from './fold.ts';
import { type Identity, identityOf, type Known, policyProtocols, programOf } from './identity.ts';
import { ephemeralFits, type Fit, fits } from './match.ts';
import { explainLeftovers } from './leftovers.ts';
import { patternMatches } from './pattern.ts';
import { type NearEntries, placesOf } from './places.ts';
import type { Policy, PolicyEntry } from './policy.ts';
import { wantedPlace, wantedText, whoText } from './sentences.ts';

/** What the comparison has found so far. */
interface Tally {
  /** Lines that a listener answers to. */
  readonly used: Set<PolicyEntry>;
  /** Lines that a listener may answer to, if only its holder could be seen. */
  readonly maybe: Set<PolicyEntry>;
  readonly leftover: Known[];
  readonly differences: PolicyDifference[];
  readonly doubts: PolicyDoubt[];
}

/**
 * Compares what runs with a policy. What the policy asks for and could not be seen is never told as a difference, but
 * in `couldNotTell`. Sorted by place; pure.
 */
export function checkPolicy(policy: Policy, { listeners, host, visibility }: Inspection): PolicyComparison {
  const tally: Tally = { used: new Set(), maybe: new Set(), leftover: [], differences: [], doubts: [] };
  const near = placesOf(policy.listeners);
  for (const listener of listeners) {
    if (listener.peer === null)
      place({ listener, identity: identityOf(listener) }, { policy, near, host }, tally);
  }
  const { differences, consumed } = explainLeftovers({ entries: policy.listeners, near, ...tally });
  const absent = policy.listeners.filter(
    (entry) => !entry.optional && ![tally.used, tally.maybe, consumed].some((set) => set.has(entry)),
  );
  const blind = visibility.namespaces.hidden !== 0;
  const isUnsure = ({ scope, namespace }: PolicyEntry): boolean =>
    blind && (scope === 'container' || namespace !== null);
  return {
    differences: inOrder([
      ...tally.differences,
      ...differences,
      ...absent.filter((entry) => !isUnsure(entry)).map(missing),
    ]),
    couldNotTell: inOrder([
      ...tally.doubts,
      ...absent.filter(isUnsure).map(outOfSight),
      ...unseenNamespaces(visibility),
    ]),
  };
}

/** Listeners that the policy does not know may be where nobody could look. */
function unseenNamespaces({ namespaces: { hidden } }: Inspection['visibility']): readonly PolicyDoubt[] {
  if (hidden === 0) return [];
  const many = hidden === null ? 'Some' : String(hidden);
  const text = `${many} network namespace${hidden === 1 ? '' : 's'} could not be read, so listeners there were not compared.`;
  return [{ protocol: null, port: null, text, line: null, listener: null }];
}

interface Place {
  readonly policy: Policy;
  readonly near: NearEntries;
  readonly host: Inspection['host'];
}

function place(known: Known, { policy, near, host }: Place, tally: Tally): void {
  const { identity, listener } = known;
  const ignored = bestOf(policy.ignore.map((entry) => fits(entry, identity)));
  if (ignored === 'yes') return;
  const lines = near(identity).map((entry) => ({ entry, fit: fits(entry, identity) }));
  const sure = lines.filter(({ fit }) => fit === 'yes');
  for (const { entry } of sure) tally.used.add(entry);
  if (sure.length > 0)
    return void tally.differences.push(
      ...outsiders(
        known,
        sure.map(({ entry }) => entry),
      ),
    );
  const folded = isPassing(listener, host)
    ? bestOf(policy.ephemeral.map((entry) => ephemeralFits(entry, identity)))
    : 'no';
  if (folded === 'yes') return;
  const unsure = lines.filter(({ fit }) => fit === 'unknown');
  for (const { entry } of unsure) tally.maybe.add(entry);
  if (unsure.length > 0 || folded === 'unknown' || ignored === 'unknown')
    tally.doubts.push(doubt(known, unsure[0]?.entry));
  else tally.leftover.push(known);
}

const bestOf = (all: readonly Fit[]): Fit => {
  if (all.includes('yes')) return 'yes';
  return all.includes('unknown') ? 'unknown' : 'no';
};

function outsiders(
  { listener, identity }: Known,
  entries: readonly PolicyEntry[],
): readonly PolicyDifference[] {
  const allowed = entries.flatMap(({ also, program }) => [...also, ...(program === null ? [] : [program])]);
  const strange = outsidersOf(listener).flatMap((owner) => programOf(owner) ?? []);
  const [entry = null] = entries;
  const told = [...new Set(strange)].filter(
    (program) => !allowed.some((pattern) => patternMatches(pattern, program)),
  );
  return told.map((program) => {
    const stranger = whoText({ ...identity, program, runs: null, unit: null });
    const text = `${placeText(identity)}: ${stranger} shares the port with ${whoText(identity)}.`;
    const { protocol, port, scope } = identity;
    return { kind: 'outsider', protocol, port, scope, text, line: entry?.line ?? null, entry, listener };
  });
}

const whereOf = ({
  protocol,
  port,
  scope,
}: Identity): Pick<PolicyDifference, 'protocol' | 'port' | 'scope'> => ({ protocol, port, scope });

const doubt = ({ listener, identity }: Known, entry: PolicyEntry | undefined): PolicyDoubt => ({
  ...whereOf(identity),
  text: `${placeText(identity)}: its holder is hidden, so whether it is ${entry === undefined ? 'one that the policy knows' : wantedText(entry)} could not be told.`,
  line: entry?.line ?? null,
  listener,
});

const missing = (entry: PolicyEntry): PolicyDifference => ({
  kind: 'missing',
  protocol: entry.protocol,
  port: entry.ports?.from ?? null,
  scope: entry.scope,
  text: `${wantedPlace(entry)}: ${wantedText(entry)} should listen here, and nothing does.`,
  line: entry.line,
  entry,
  listener: null,
});

const outOfSight = (entry: PolicyEntry): PolicyDoubt => ({
  protocol: entry.protocol,
  port: entry.ports?.from ?? null,
  text: `${wantedPlace(entry)}: ${wantedText(entry)} was not seen, but not every network namespace could be looked into.`,
  line: entry.line,
  listener: null,
});

/** By protocol, port, kind and text: the same for the same machine. */
function inOrder<T extends PolicyDoubt | PolicyDifference>(all: readonly T[]): readonly T[] {
  const key = (one: T): string =>
    [
      String(one.protocol === null ? 9 : policyProtocols.indexOf(one.protocol)),
      String(one.port ?? 0).padStart(5, '0'),
      'kind' in one ? String(differenceKinds.indexOf(one.kind)) : '',
      one.text,
    ].join('\0');
  return all
    .map((one) => ({ one, key: key(one) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ one }) => one);
}
