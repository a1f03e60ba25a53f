import type { Probe } from '../../../src/core/probe.ts';
import type { InputSummary } from '../../../src/watch/input.ts';
import type { LogOptions } from '../../../src/watch/logs/options.ts';
import { createLogReader } from '../../../src/watch/logs/reader.ts';
import { probeAt } from '../../../src/watch/probe-at.ts';
import { type Batch, shape, stride, word } from '../../../src/watch/record.ts';

/** 2026-11-21 06:00:00 UTC. */
export const now = Date.UTC(2026, 10, 21, 6) * 1000;

export interface Reading {
  readonly probes: readonly Probe[];
  /** Bits of each record's shape that the plain form does not show. */
  readonly shapes: readonly number[];
  readonly summary: InputSummary;
}

export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));

/** Reads bytes in pieces of a size. Local times are UTC if the options do not say otherwise. */
export function readBytes(input: Uint8Array, options: Partial<LogOptions> = {}, piece = 1 << 16): Reading {
  const probes: Probe[] = [];
  const shapes: number[] = [];
  const reader = createLogReader(
    (batch: Batch) => {
      for (let index = 0; index < batch.size; index++) {
        probes.push(probeAt(batch, index));
        shapes.push(batch.words[index * stride + word.shape] ?? 0);
      }
    },
    { now, zoneMinutes: 0, ...options },
  );
  for (let at = 0; at < input.length; at += piece) reader.push(input.slice(at, at + piece));
  return { probes, shapes, summary: reader.end() };
}

export const read = (text: string, options: Partial<LogOptions> = {}): Reading =>
  readBytes(bytes(text), options);

/** The one record of a line; fails where there is none. */
export function one(line: string, options: Partial<LogOptions> = {}): Probe {
  const { probes, summary } = read(`${line}\n`, options);
  const [probe] = probes;
  if (probes.length !== 1 || probe === undefined)
    throw new Error(`${probes.length} records: ${JSON.stringify(summary)}`);
  return probe;
}

/** The reason or aside of a line that makes no record. */
export function refused(line: string, options: Partial<LogOptions> = {}): string {
  const { probes, summary } = read(`${line}\n`, options);
  const names = [...summary.skipped.map(({ reason }) => reason), ...summary.other.map(({ name }) => name)];
  if (probes.length !== 0 || names.length !== 1)
    throw new Error(`${probes.length} records, ${names.join(', ')}`);
  return names[0] ?? '';
}

export const isOutgoing = ({ shapes }: Reading): boolean => ((shapes[0] ?? 0) & shape.outgoing) !== 0;

export const microseconds = (iso: string): number => Date.parse(iso) * 1000;

/** Lines of a summary are all accounted for. */
export const accounted = ({ summary }: Reading): number =>
  summary.records +
  summary.skipped.reduce((sum, { count }) => sum + count, 0) +
  summary.other.reduce((sum, { packets }) => sum + packets, 0);
