import { cut, harmless } from '../../core/text.ts';
import { type Identity, policyProtocols } from './identity.ts';
import type { PolicyEntry } from './policy.ts';

const shown = (text: string): string => harmless(cut(text, 200));

/** Who listens, in words: program, what it runs, container, unit. */
export function whoText({ program, runs, container, unit, seen }: Identity): string {
  const held = container === null ? '' : ` of the container ${shown(container)}`;
  const by = unit === null ? '' : ` (${shown(unit)})`;
  if (!seen) return `a hidden program${held}${by}`;
  const file = program === null ? 'the service manager' : shown(program);
  return `${runs === null ? file : `${file} running ${shown(runs)}`}${held}${by}`;
}

/** Who is wanted, in words. */
export function wantedText({ program, runs, container, unit }: PolicyEntry): string {
  const held = container === null ? '' : ` of the container ${shown(container)}`;
  const by = unit === null ? '' : ` (${shown(unit)})`;
  const file = program === null ? 'any program' : shown(program);
  return `${runs === null ? file : `${file} running ${shown(runs)}`}${held}${by}`;
}

/** The place a line of the policy asks for, in words. */
export function wantedPlace({ protocol, ports, scope, address }: PolicyEntry): string {
  const known = protocol ?? policyProtocols[0] ?? 'tcp';
  const where = address ?? scope ?? 'any scope';
  if (ports === null) return `a ${known} socket`;
  return `${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}/${known} (${where})`;
}
