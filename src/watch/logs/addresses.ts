import { shape, word } from '../record.ts';
import { readAddress } from './address.ts';
import type { Line } from './line.ts';
import { outcome } from './outcome.ts';
import type { Records } from './records.ts';

/**
 * Reads source and destination from two places, each to its end, into the open record. Gives 0 or the bit of IPv6 for
 * the record's shape, or below 0 the outcome (negated) where they are no addresses or not of one family.
 */
export function readBoth(
  line: Line,
  records: Records,
  source: number,
  sourceEnd: number,
  destination: number,
  destinationEnd: number,
): number {
  const { words, base } = records;
  line.at = source;
  const from = readAddress(line, words, base + word.source);
  if (from === 0 || line.at !== sourceEnd) return -outcome.notAnAddress;
  line.at = destination;
  const to = readAddress(line, words, base + word.destination);
  if (to === 0 || line.at !== destinationEnd) return -outcome.notAnAddress;
  if (from !== to) return -outcome.mixedFamilies;
  return from === 6 ? shape.v6 : 0;
}
