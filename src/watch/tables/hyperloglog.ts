/*
 * HyperLogLog (Flajolet et al. 2007) of 2^bits registers, four to a word: standard error 1.04 / sqrt(registers), with
 * linear counting below 2.5 registers' worth.
 */
import { mix } from './hash.ts';

/** Adds the value whose mixed hash this is. */
export function addToRegisters(words: Int32Array, at: number, bits: number, value: number): void {
  // Multiplied first: addresses whose halves are alike would fall together otherwise.
  const hash = mix(Math.imul(value, 0x9e3779b1));
  const register = hash >>> (32 - bits);
  const rank = Math.clz32((hash << bits) | (1 << (bits - 1))) + 1;
  const shift = (register & 3) << 3;
  const index = at + (register >>> 2);
  const held = words[index] as number;
  if (((held >>> shift) & 0xff) < rank) words[index] = (held & ~(0xff << shift)) | (rank << shift);
}

export function countInRegisters(words: Int32Array, at: number, bits: number): number {
  const registers = 1 << bits;
  let sum = 0;
  let zeros = 0;
  for (let index = 0; index < registers; index++) {
    const rank = ((words[at + (index >>> 2)] as number) >>> ((index & 3) << 3)) & 0xff;
    sum += 2 ** -rank;
    if (rank === 0) zeros += 1;
  }
  const raw = ((0.7213 / (1 + 1.079 / registers)) * registers * registers) / sum;
  return Math.round(raw <= 2.5 * registers && zeros > 0 ? registers * Math.log(registers / zeros) : raw);
}
