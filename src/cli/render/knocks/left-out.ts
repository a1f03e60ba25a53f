import { harmless } from '../../../core/text.ts';
import type { Findings, InputSummary } from '../../../watch/index.ts';
import type { Paint } from '../style.ts';
import { counted, paragraph, thousands } from '../text.ts';

interface View {
  readonly room: number;
  readonly paint: Paint;
}

/** What was not looked at, what was no probe, and how the input was read. */
export function leftOutLines(input: InputSummary, findings: Findings, view: View): readonly string[] {
  const { room, paint } = view;
  const where = input.unit === 'packets' ? 'byte' : 'line';
  const skipped = input.skipped.map(
    ({ reason, count, firstAt }) =>
      `${reason}: ${thousands(count)}, the first at ${where} ${thousands(firstAt)}`,
  );
  const dropped = findings.drops.map(({ reason, packets }) => `${reason}: ${counted(packets, 'packet')}`);
  const other = [...findings.other, ...input.other].filter(({ packets }) => packets > 0);
  const text = other.map(({ name, packets }) => `${name} ${thousands(packets)}`).join(', ');
  const left = [...skipped, ...dropped];
  const title = input.damaged
    ? paint.yellow(`Not all of the input is there${left.length === 0 ? '.' : '; left out:'}`)
    : 'Left out:';
  return [
    ...(text === '' ? [] : [paint.dim(paragraph(harmless(`Not probes: ${text}.`), room, '  ', ''))]),
    ...(left.length === 0 && !input.damaged
      ? []
      : [title, ...left.map((one) => paragraph(harmless(one), room, '    ', '  - '))]),
    ...input.notes.map((note) => paint.dim(paragraph(harmless(note), room, '  ', ''))),
  ];
}

/** What the input does not hold, and what would bring it. */
export const cannotTellLines = (sentences: readonly string[], { room, paint }: View): readonly string[] =>
  sentences.length === 0
    ? []
    : [
        paint.bold('What this input cannot tell'),
        ...sentences.map((one) => paragraph(harmless(one), room, '    ', '  - ')),
      ];
