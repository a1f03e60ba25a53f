import type { Findings, InputSummary } from '../watch/index.ts';
import { isoTime } from '../core/time.ts';
import { envelope } from './envelope.ts';
import type { ReadDocument, WhoItem } from './read.ts';
import { dropsItem, floodItem, scanItem, victimItem } from './scan-item.ts';

/** What was read and found in one input, before it is a document or a text. */
export interface ReadAnswer {
  /** The file's name; null for standard input. */
  readonly file: string | null;
  readonly input: InputSummary;
  readonly findings: Findings;
  readonly cannotTell: readonly string[];
  readonly interrupted: boolean;
}

export interface ReadItemOptions {
  /** Scans to list at the most. */
  readonly limit: number;
  /** Whether the packets behind each finding go into the document. */
  readonly evidence: boolean;
  readonly who: (address: string) => WhoItem | null;
}

/** `portreeve/read/1` of an answer. */
export function toReadDocument(answer: ReadAnswer, options: ReadItemOptions): ReadDocument {
  const { findings, file, interrupted } = answer;
  const scans = findings.scans.slice(0, options.limit);
  return {
    ...envelope('portreeve/read/1'),
    file,
    interrupted,
    input: inputItem(answer),
    totals: {
      packets: findings.packets,
      scans: findings.scans.length,
      listed: scans.length,
      lighter: findings.lighter,
      sourcesExact: findings.sources.exact,
    },
    sources: findings.sources.count,
    scans: scans.map((scan) => ({
      ...scanItem(scan, options),
      who: scan.source === null ? null : options.who(scan.source),
    })),
    backscatter: {
      packets: findings.backscatter.packets,
      victims: findings.backscatter.victims.map((victim) => victimItem(victim, options)),
    },
    floods: findings.floods.map((flood) => floodItem(flood, options)),
    drops: findings.drops.map(dropsItem),
    other: [...findings.other, ...answer.input.other].map(({ name, packets }) => ({ name, packets })),
  };
}

const inputItem = ({ input, cannotTell }: ReadAnswer): ReadDocument['input'] => ({
  format: input.format,
  packets: input.unit === 'packets' ? input.count : null,
  lines: input.unit === 'lines' ? input.count : null,
  records: input.records,
  from: isoTime(input.from),
  to: isoTime(input.to),
  damaged: input.damaged,
  skipped: input.skipped.map(({ reason, count, firstAt }) => ({ reason, count, firstAt })),
  cannotTell: [...cannotTell],
  notes: [...input.notes],
});
