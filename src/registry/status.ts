import type { AssignmentStatus } from './record.ts';

const unassigned = /^\(?unassigned\b/i;
const reserved = /^reserved\b/i;
const withdrawn = /^(?:de-?(?:assigned|registered|commiss?ioned)|decomm?iss?ioned|removed|deprecated)\b/i;
const formerHolder = /\bde-?(?:assigned|registered)\b|\bremoved\b|\bprevious contact\b|\bhistoric usage\b/i;
const privateUse = /^any private\b/i;

/**
 * The status of a registry row, by the registry's own words.
 *
 * A row with a service name is an assignment. Without one its description speaks: "Unassigned", "Reserved",
 * or a word of withdrawal ("De-registered", "Removed"). A reserved row whose notes tell of a former holder is
 * what RFC 6335 section 8.2 leaves behind after a de-assignment. "any private mail system" (24) and its like
 * are assigned for private use without a name. What is left ("Possibly used by Sun Solaris????") is nobody's
 * assignment, and nobody may have it: reserved.
 */
export function statusOf(row: {
  readonly service: string | null;
  readonly description: string;
  readonly notes: string | null;
}): AssignmentStatus {
  if (row.service !== null) return 'assigned';
  if (unassigned.test(row.description)) return 'unassigned';
  if (withdrawn.test(row.description)) return 'de-assigned';
  if (reserved.test(row.description)) return formerHolder.test(row.notes ?? '') ? 'de-assigned' : 'reserved';
  return privateUse.test(row.description) ? 'assigned' : 'reserved';
}

/** Of several statuses the one that speaks for a port as a whole: whoever holds it on any transport, holds it. */
export const statusOrder: readonly AssignmentStatus[] = ['assigned', 'reserved', 'de-assigned', 'unassigned'];

export const strongestStatus = (statuses: Iterable<AssignmentStatus>): AssignmentStatus => {
  const all = new Set(statuses);
  return statusOrder.find((status) => all.has(status)) ?? 'unassigned';
};
