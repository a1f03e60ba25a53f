import type { PortAnswer } from '../../contract/port-document.ts';
import { harmless } from '../../core/text.ts';
import type { Assignment, Neighbour, Neighbours, RangeInfo } from '../../registry/index.ts';
import type { PortView } from './view.ts';
import { padEnd, paragraph, thousands } from './text.ts';

/** What the registry says: one line for each distinct entry, its transports together, then who, when and which layer. */
export function registrationLines(answer: PortAnswer, { room, paint }: PortView): readonly string[] {
  const { assignments, range, query, neighbours } = answer;
  const entries = [...merged(assignments).values()];
  const lines = entries.flatMap((same) => entryLines(same, room, paint.dim));
  const near = [neighbours.below, neighbours.above].filter((one) => one !== null).map(nameOf);
  const registered = assignments.some(({ status }) => status === 'assigned');
  const around = near.length === 0 ? [] : [`Nearest assigned: ${near.join(' and ')}.`];
  const quiet = registered ? [] : [...around, ...fullness(range)];
  return [
    ...lines,
    ...(quiet.length === 0 ? [] : [paint.dim(paragraph(quiet.join(' '), room, '  '))]),
    ...familyLine(neighbours.family, room),
    ...dynamicLine(query.port, room),
  ];
}

const nameOf = ({ port, service }: Neighbour): string => `${port} ${harmless(service ?? '')}`.trim();

const fullness = ({ name, size, counts }: RangeInfo): readonly string[] =>
  counts === null || name === 'dynamic'
    ? []
    : [`${thousands(counts.assigned)} of the ${thousands(size)} ports of the ${name} range are assigned.`];

const familyLine = (family: Neighbours['family'], room: number): readonly string[] =>
  family === null
    ? []
    : [
        paragraph(
          `One family: ${family.from}-${family.to} (${harmless(family.services.join(', '))}).`,
          room,
          '  ',
        ),
      ];

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

function entryLines(
  same: readonly Assignment[],
  room: number,
  dim: (text: string) => string,
): readonly string[] {
  const [entry] = same;
  if (entry === undefined) return [];
  const transports = same.map(({ transport }) => transport).join(' ');
  const span = entry.ports.from === entry.ports.to ? '' : ` (${entry.ports.from}-${entry.ports.to})`;
  const what = entry.service === null ? entry.status : `${harmless(entry.service)}${span}`;
  // "Unassigned" once is enough.
  const says = entry.description.toLowerCase() === entry.status ? '' : harmless(entry.description);
  const label = `  ${padEnd(transports, 8)}  ${what}`;
  const lines = [says === '' ? label : paragraph(says, room, '            ', `${label}  `)];
  const facts = [
    entry.assignee === null ? null : `assignee ${harmless(entry.assignee)}`,
    entry.registered === null ? null : `registered ${entry.registered}`,
    entry.modified === null ? null : `changed ${entry.modified}`,
    entry.references.length === 0 ? null : harmless(entry.references.join(' ')),
    `source ${entry.source.name}${entry.source.date === null ? '' : ` of ${entry.source.date}`}`,
  ].filter((fact) => fact !== null);
  lines.push(dim(paragraph(facts.join(' · '), room, '            ')));
  if (entry.unauthorizedUse !== null)
    lines.push(
      paragraph(`Unauthorised use reported: ${harmless(entry.unauthorizedUse)}`, room, '            '),
    );
  if (entry.notes !== null) lines.push(paragraph(`Note: ${harmless(entry.notes)}`, room, '            '));
  return lines;
}

const dynamicLine = (port: number, room: number): readonly string[] =>
  port < 49_152
    ? []
    : [
        paragraph(
          'Dynamic ports are never assigned (RFC 6335): programs take them for a while, no service may count on one.',
          room,
          '  ',
        ),
      ];
