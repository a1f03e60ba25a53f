import type { PortAnswer } from '../../contract/port-document.ts';
import { harmless } from '../../core/text.ts';
import type { Assignment } from '../../registry/record.ts';
import type { PortView } from './port.ts';
import { counted, padEnd, paragraph } from './text.ts';

/** What the registry says: one line for each distinct entry, its transports together, then who, when and which layer. */
export function registrationLines(answer: PortAnswer, { room, paint }: PortView): readonly string[] {
  const { assignments, range, query, neighbours } = answer;
  const entries = [...merged(assignments).values()];
  const lines = entries.flatMap((same) => entryLines(same, room, paint.dim));
  const used = `${counted(range.assigned, 'port')} of the ${range.to - range.from + 1} in its range ${range.assigned === 1 ? 'is' : 'are'} assigned`;
  const near = [neighbours.below, neighbours.above].filter((one) => one !== null).map(nameOf);
  const around = near.length === 0 ? '' : `; nearest assigned: ${near.join(' and ')}`;
  const registered = assignments.some(({ status }) => status === 'assigned');
  return [...lines, ...(registered ? [] : [paint.dim(paragraph(`${used}${around}.`, room, '  '))]), ...dynamicLine(query.port, room)];
}

const nameOf = ({ ports, service }: Assignment): string =>
  `${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`} ${harmless(service ?? '')}`.trim();

/** Entries that differ only in their transport, by what they say. */
function merged(assignments: readonly Assignment[]): ReadonlyMap<string, readonly Assignment[]> {
  const found = new Map<string, Assignment[]>();
  for (const one of assignments) {
    const { transport: _, ...rest } = one;
    const key = JSON.stringify(rest);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return found;
}

function entryLines(same: readonly Assignment[], room: number, dim: (text: string) => string): readonly string[] {
  const [entry] = same;
  if (entry === undefined) return [];
  const transports = same.map(({ transport }) => transport).join(' ');
  const span = entry.ports.from === entry.ports.to ? '' : ` (${entry.ports.from}-${entry.ports.to})`;
  const what = entry.service === null ? entry.status : `${harmless(entry.service)}${span}`;
  const says = harmless(entry.description === '' ? entry.status : entry.description);
  const label = `  ${padEnd(transports, 8)}  ${what}`;
  const lines = [paragraph(`${says}`, room, '            ', `${label}  `)];
  const facts = [
    entry.assignee === null ? null : `assignee ${harmless(entry.assignee)}`,
    entry.registered === null ? null : `registered ${entry.registered}`,
    entry.modified === null ? null : `changed ${entry.modified}`,
    entry.references.length === 0 ? null : harmless(entry.references.join(' ')),
    `source ${entry.source.name}${entry.source.date === null ? '' : ` of ${entry.source.date}`}`,
  ].filter((fact) => fact !== null);
  lines.push(dim(paragraph(facts.join(' · '), room, '            ')));
  if (entry.unauthorizedUse !== null) lines.push(paragraph(`Unauthorised use reported: ${harmless(entry.unauthorizedUse)}`, room, '            '));
  if (entry.notes !== null) lines.push(paragraph(`Note: ${harmless(entry.notes)}`, room, '            '));
  return lines;
}

const dynamicLine = (port: number, room: number): readonly string[] =>
  port < 49_152 ? [] : [paragraph('Dynamic ports are never assigned (RFC 6335): programs take them for a while, no service may count on one.', room, '  ')];
