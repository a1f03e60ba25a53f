import { inSpan } from '../../core/range.ts';
import { commLength } from '../programs/index.ts';
import { baseName } from '../place.ts';
import { type BindScope, bindScopes, type Identity, isPath } from './identity.ts';
import { patternMatches } from './pattern.ts';
import type { EphemeralEntry, Wanted } from './policy.ts';

/** `unknown`: the fields that could be seen fit, but one that the policy asks for is hidden. */
export type Fit = 'yes' | 'no' | 'unknown';

export const allOf = (fits: readonly Fit[]): Fit => {
  if (fits.includes('no')) return 'no';
  return fits.includes('unknown') ? 'unknown' : 'yes';
};

const fitIf = (fits: boolean): Fit => (fits ? 'yes' : 'no');

/** Whether a listener is where a line of the policy says. */
export function placeFits(wanted: Pick<Wanted, 'protocol' | 'ports'>, { protocol, port }: Identity): boolean {
  if (wanted.protocol !== null && wanted.protocol !== protocol) return false;
  return wanted.ports === null || (port !== null && inSpan(port, wanted.ports));
}

export const scopeFits = (
  { scope, address }: Pick<Wanted, 'scope' | 'address'>,
  identity: Identity,
): boolean =>
  (scope === null || scope === identity.scope) &&
  (address === null || address.toLowerCase() === identity.address.toLowerCase());

/** The fields that say who listens, each on its own. */
export function whoFits(
  wanted: Pick<Wanted, 'program' | 'runs' | 'unit' | 'container' | 'namespace'>,
  identity: Identity,
): Readonly<Record<'program' | 'runs' | 'unit' | 'container' | 'namespace', Fit>> {
  const { seen } = identity;
  return {
    program: programFits(wanted.program, identity),
    runs: textFits(wanted.runs, identity.runs, seen),
    unit: unitFits(wanted.unit, identity.unit, seen),
    container: textFits(wanted.container, identity.container, true),
    namespace: textFits(wanted.namespace, identity.namespace, true),
  };
}

function textFits(pattern: string | null, text: string | null, seen: boolean): Fit {
  if (pattern === null) return 'yes';
  if (text === null) return seen ? 'no' : 'unknown';
  return fitIf(patternMatches(pattern, text));
}

function programFits(pattern: string | null, { program, seen, unit }: Identity): Fit {
  if (pattern === null) return 'yes';
  // The service manager holds the socket of a unit that sleeps: its program is not there to be seen, and no other is.
  if (program === null) return seen && unit !== null ? 'yes' : 'unknown';
  if (isPath(program)) return fitIf(patternMatches(pattern, isPath(pattern) ? program : baseName(program)));
  if (!isPath(pattern)) return fitIf(patternMatches(pattern, program));
  // A name alone may contradict a path, but not prove it.
  const file = baseName(pattern.replaceAll('\\\\', '\\')).slice(0, commLength);
  return patternMatches(file, program.slice(0, commLength)) ? 'unknown' : 'no';
}

/** A service and its socket unit are one: which of the two is told depends on whether the service runs. */
function unitFits(pattern: string | null, unit: string | null, seen: boolean): Fit {
  if (pattern === null) return 'yes';
  if (unit === null) return seen ? 'no' : 'unknown';
  return fitIf(
    patternMatches(pattern, unit) || (stem(pattern) !== pattern && patternMatches(stem(pattern), stem(unit))),
  );
}

const stem = (unit: string): string => unit.replace(/\.(?:service|socket)$/, '');

/** Whether a line of a policy covers a listener. */
export function fits(wanted: Wanted, identity: Identity): Fit {
  if (!placeFits(wanted, identity) || !scopeFits(wanted, identity)) return 'no';
  return allOf(Object.values(whoFits(wanted, identity)));
}

/** As `fits` for sockets on passing ports: any port, and any scope not wider than the one that is written. */
export function ephemeralFits(entry: EphemeralEntry, identity: Identity): Fit {
  if (entry.protocol !== null && entry.protocol !== identity.protocol) return 'no';
  if (entry.scope !== null && !notWider(identity.scope, entry.scope)) return 'no';
  return allOf(Object.values(whoFits(entry, identity)));
}

/** Whether a scope reaches no further than another; a container's stands beside the others. */
export function notWider(scope: BindScope, than: BindScope): boolean {
  if (scope === 'container' || than === 'container') return scope === than;
  return bindScopes.indexOf(scope) <= bindScopes.indexOf(than);
}
