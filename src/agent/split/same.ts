import type { Inspection } from '../../inspect/listener.ts';

/**
 * What moves all the time and is no change: how full an accept queue is, what a socket dropped, how many processes were
 * looked at.
 */
const figures = new Set(['current', 'drops', 'seen']);

/**
 * Whether two looks say the same, but for the figures. Owners that were remembered are the same objects, so this is much
 * cheaper than writing both as text.
 */
export const sameInspection = (a: Inspection, b: Inspection): boolean => same(a, b);

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((one, index) => same(one, b[index]))
    );
  }
  return sameFields(a as Record<string, unknown>, b as Record<string, unknown>);
}

/** A field that is undefined is as good as none. */
function sameFields(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  for (const name in a) if (!figures.has(name) && !same(a[name], b[name])) return false;
  for (const name in b) if (!(name in a) && b[name] !== undefined) return false;
  return true;
}
