/*
 * Counts of different values in 8 words (256 bits), where there is no room for a set. The first half is a linear
 * counter of all values (Whang et al. 1990), the second of one value in 32, chosen by its hash: together good to some
 * 10,000 within a third.
 */
import { mix } from './hash.ts';

export const sketchWords = 8;
const half = 128;
const sampling = 32;

export function addToSketch(words: Int32Array, at: number, value: number): void {
  // Multiplied first: addresses whose halves are alike would fall together otherwise.
  const hash = mix(Math.imul(value, 0x9e3779b1));
  const bit = hash & (half - 1);
  words[at + (bit >>> 5)] = (words[at + (bit >>> 5)] as number) | (1 << (bit & 31));
  if (hash >>> 27 !== 0) return;
  const rare = (hash >>> 7) & (half - 1);
  words[at + 4 + (rare >>> 5)] = (words[at + 4 + (rare >>> 5)] as number) | (1 << (rare & 31));
}

export function countInSketch(words: Int32Array, at: number): number {
  const all = linear(words, at);
  // Three quarters full: the sampled half tells more.
  return all < half * 1.4 ? Math.round(all) : Math.round(Math.max(all, linear(words, at + 4) * sampling));
}

function linear(words: Int32Array, at: number): number {
  let ones = 0;
  for (let index = at; index < at + 4; index++) ones += bitsIn(words[index] as number);
  return -half * Math.log(Math.max(1, half - ones) / half);
}

export function bitsIn(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
