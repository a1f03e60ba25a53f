import type { Findings, InputSummary } from '../../../watch/index.ts';
import { harmless } from '../../../core/text.ts';
import { counted, paragraph } from '../text.ts';
import { headline } from './headline.ts';
import { cannotTellLines, leftOutLines } from './left-out.ts';
import { floodLines, victimLines } from './others.ts';
import { type DetailView, scanDetails } from './scan-details.ts';
import { scanTable } from './scan-table.ts';
import { spanWord } from './times.ts';
import { isScan } from './words.ts';

/** What a report is drawn from. */
export interface Reported {
  /** The file's name; null for standard input and for what was watched. */
  readonly file: string | null;
  readonly input: InputSummary;
  readonly findings: Findings;
  readonly cannotTell: readonly string[];
}

export interface ReportView extends DetailView {
  /** Lines of the table at the most. */
  readonly limit: number;
}

/** How many scans are told in full below the table, where no other number was asked for. */
const detailed = 5;

/** A capture, a log or a time of watching as a person reads it. */
export function reportText({ file, input, findings, cannotTell }: Reported, view: ReportView): string {
  const { room, paint, limit } = view;
  const { scans } = findings;
  const shown = scans.slice(0, limit);
  const told = shown.filter(isScan).slice(0, detailed);
  const rest = told.length === 0 ? shown.slice(0, 2) : told;
  const sections: readonly (readonly string[])[] = [
    [paint.dim(paragraph(harmless(inputLine(file, input)), room, '  ', ''))],
    [paint.bold(paragraph(headline(findings), room, '')), ...lighterLines(findings, view)],
    scans.length === 0 ? [] : [...scanTable(shown, { ...view, span: input }), ...cutLine(scans.length, view)],
    ...rest.map((scan) => scanDetails(scan, { ...view, brief: true })),
    floodLines(findings.floods, view),
    victimLines(findings.backscatter.victims, findings.backscatter.packets, view),
    leftOutLines(input, findings, view),
    cannotTellLines(cannotTell, view),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function inputLine(file: string | null, input: InputSummary): string {
  const name = file === null ? '' : `${file}: `;
  return `${name}${input.format}, ${counted(input.count, input.unit.slice(0, -1))}, ${spanWord(input)}`;
}

function lighterLines({ lighter, sources }: Findings, { room, paint }: ReportView): readonly string[] {
  if (lighter === 0) return [];
  const text = `Judged are the ${counted(Math.max(0, sources.count - lighter), 'source')} that sent most; ${counted(lighter, 'lighter one')} were counted only (--limit all judges all).`;
  return [paint.dim(paragraph(text, room, ''))];
}

function cutLine(count: number, { limit, paint }: ReportView): readonly string[] {
  return count > limit
    ? [paint.dim(`and ${counted(count - limit, 'more', 'more')}; --limit all shows them`)]
    : [];
}
