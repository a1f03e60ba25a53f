import type { Probe } from '../../core/probe.ts';
import type { SourceSummary } from '../source-summary.ts';
import { type PairSign, pairSign, type Sign, sign } from './sign-bits.ts';

/** Questions that several tools' rules ask of a source's summary. */

export const signsSeen = (summary: SourceSummary, name: Sign): number => summary.signs[sign[name]] ?? 0;

export const pairsSeen = (summary: SourceSummary, name: PairSign): number =>
  summary.pairSigns[pairSign[name]] ?? 0;

/** Packets whose signs were tried and that were a SYN. */
export const synsTried = (summary: SourceSummary): number =>
  summary.shapes.syn > 0 ? Math.min(summary.shapes.syn, Math.max(summary.signsTried, 1)) : summary.signsTried;

/** `400 of 1000 packets`, or `all 12 packets`. */
export const share = (packets: number, of: number): string => {
  if (of === 1) return 'the one packet';
  return packets >= of ? `all ${of} packets` : `${packets} of ${of} packets`;
};

export const synSamples = (summary: SourceSummary): readonly Probe[] =>
  summary.samples.filter(({ flags }) => flags === 'S');

export const differentValues = <Value>(values: readonly (Value | null)[]): readonly Value[] => [
  ...new Set(values.filter((value): value is Value => value !== null)),
];

/**
 * How far a source's TTL moves. A path changes it by a few; nmap draws each from 37 to 59, so that a long range within
 * 22 is its mark.
 */
export const drawsTtl = ({ ttl, packets }: SourceSummary): boolean =>
  ttl !== null && packets >= 5 && ttl.high - ttl.low >= 6 && ttl.high - ttl.low <= 22 && ttl.high <= 64;

export const isV6Address = (address: string): boolean => address.includes(':');

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
