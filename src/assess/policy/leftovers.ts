import { type PolicyDifference, placeText } from './difference.ts';
import type { Identity, Known } from './identity.ts';
import { allOf, notWider, scopeFits, whoFits } from './match.ts';
import type { NearEntries } from './places.ts';
import type { PolicyEntry } from './policy.ts';
import { wantedPlace, wantedText, whoText } from './sentences.ts';

interface Question {
  readonly entries: readonly PolicyEntry[];
  readonly near: NearEntries;
  /** Listeners that no line covers. */
  readonly leftover: readonly Known[];
  /** Lines that a listener answers to. */
  readonly used: ReadonlySet<PolicyEntry>;
}

interface Explained {
  readonly differences: readonly PolicyDifference[];
  /** Lines that are explained by a difference and so are not missing as well. */
  readonly consumed: ReadonlySet<PolicyEntry>;
}

const key = ({ identity }: Known): string => `${placeText(identity)} ${whoText(identity)}`;

/**
 * Says of every listener that no line covers what became of the machine: another program took the place, the same one
 * widened its scope or moved, or something new came. Each line explains one listener at most.
 */
export function explainLeftovers({ entries, near, leftover, used }: Question): Explained {
  const consumed = new Set<PolicyEntry>();
  const free = (entry: PolicyEntry): boolean => !used.has(entry) && !consumed.has(entry);
  const explanations = [replaced, rescoped, moved];
  // In an order of their own: where two could take one line, the machine's order must not decide.
  const ordered = leftover
    .map((known) => ({ known, key: key(known) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  let open: readonly Known[] = ordered.map(({ known }) => known);
  const differences: PolicyDifference[] = [];
  for (const explain of explanations) {
    const rest: Known[] = [];
    for (const known of open) {
      const found = explain(known, { entries, near: near(known.identity), free, leftover });
      if (found === null) rest.push(known);
      else {
        differences.push(found.difference);
        for (const entry of found.consumes) consumed.add(entry);
      }
    }
    open = rest;
  }
  return { differences: [...differences, ...open.map(unexpected)], consumed };
}

interface Explanation {
  readonly difference: PolicyDifference;
  readonly consumes: readonly PolicyEntry[];
}

interface Clues {
  readonly entries: readonly PolicyEntry[];
  /** Those at the protocol and port of the listener. */
  readonly near: readonly PolicyEntry[];
  /** Whether a line is still to be explained. */
  readonly free: (entry: PolicyEntry) => boolean;
  readonly leftover: readonly Known[];
}

type Explain = (known: Known, clues: Clues) => Explanation | null;

const sameWho = (entry: PolicyEntry, identity: Identity): boolean =>
  allOf(Object.values(whoFits(entry, identity))) === 'yes';

/** A line that says nothing of who listens recognises nobody. */
const namesSomebody = ({ program, unit, container }: PolicyEntry): boolean =>
  program !== null || unit !== null || container !== null;

const replaced: Explain = (known, { near, free }) => {
  const { identity } = known;
  const entry = near.find((one) => free(one) && one.ports !== null && scopeFits(one, identity));
  if (entry === undefined) return null;
  const fit = whoFits(entry, identity);
  const fields = (['program', 'runs', 'unit', 'container', 'namespace'] as const)
    .filter((field) => fit[field] === 'no')
    .map((field) => ({ field, wanted: entry[field] ?? '', found: identity[field] }));
  const text = `${placeText(identity)}: ${whoText(identity)} listens where ${wantedText(entry)} should.`;
  return { difference: { ...about(known, entry), kind: 'replaced', text, fields }, consumes: [entry] };
};

const rescoped: Explain = (known, { near, free }) => {
  const { identity } = known;
  const same = near.filter((one) => one.ports !== null && namesSomebody(one) && sameWho(one, identity));
  const entry = same.find(free) ?? same[0];
  if (entry === undefined) return null;
  const direction = directionOf(entry, identity);
  const text = `${placeText(identity)}: ${whoText(identity)} ${verbs[direction]}; the policy has ${wantedPlace(entry)}.`;
  return {
    difference: { ...about(known, entry), kind: 'scope', text, direction },
    consumes: same.filter(free),
  };
};

const verbs = {
  widened: 'can be reached from further away than it should',
  narrowed: 'can be reached from less far than it should',
  changed: 'is bound to another address than it should',
} as const;

function directionOf({ scope }: PolicyEntry, identity: Identity): 'widened' | 'narrowed' | 'changed' {
  if (scope === null || scope === identity.scope) return 'changed';
  if (notWider(scope, identity.scope)) return 'widened';
  return notWider(identity.scope, scope) ? 'narrowed' : 'changed';
}

/** The same program at the same scope, whatever the port. */
const suits = (one: PolicyEntry, other: Identity): boolean =>
  one.protocol === other.protocol &&
  one.ports !== null &&
  scopeFits(one, other) &&
  namesSomebody(one) &&
  sameWho(one, other);

/** Where more than this is left over the machine is another one: nothing on it moved. */
const mostMoved = 100;

/** Only where one line and one listener are left to each other: otherwise which went where would be a guess. */
const moved: Explain = (known, { entries, free, leftover }) => {
  if (leftover.length > mostMoved) return null;
  const { identity } = known;
  const candidates = entries.filter((one) => free(one) && !one.optional && suits(one, identity));
  const [entry] = candidates;
  if (entry === undefined || candidates.length > 1) return null;
  if (leftover.filter((other) => suits(entry, other.identity)).length > 1) return null;
  const text = `${placeText(identity)}: ${whoText(identity)} listens here instead of on ${wantedPlace(entry)}.`;
  return { difference: { ...about(known, entry), kind: 'moved', text }, consumes: [entry] };
};

const unexpected = (known: Known): PolicyDifference => ({
  ...about(known, null),
  kind: 'unexpected',
  text: `${placeText(known.identity)}: ${whoText(known.identity)} listens, and no line of the policy covers it.`,
});

const about = (
  { identity: { protocol, port, scope }, listener }: Known,
  entry: PolicyEntry | null,
): Omit<PolicyDifference, 'kind' | 'text'> => ({
  protocol,
  port,
  scope,
  line: entry?.line ?? null,
  entry,
  listener,
});
