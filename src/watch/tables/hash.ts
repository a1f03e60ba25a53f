/*
 * Hashes of 32 bits, as signed integers: V8 keeps those unboxed across calls. `mix` is the finaliser "lowbias32" by
 * C. Wellons (public domain, https://nullprogram.com/blog/2018/07/31/).
 */

export function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}

export const combine = (one: number, other: number): number => mix(Math.imul(one, 0x9e3779b1) ^ other) | 0;

/** An address of four words as one: for sets, where a collision costs one of a count. */
export const hashV6 = (words: Uint32Array, at: number): number =>
  combine(
    combine((words[at] as number) | 0, (words[at + 1] as number) | 0),
    combine((words[at + 2] as number) | 0, (words[at + 3] as number) | 0),
  );

/** A source port, address and ports of one packet in one number, the same for each repetition of it. */
export const tupleOf = (source: number, target: number, ports: number): number =>
  ((Math.imul(source, 0x2c1b3c6d) + Math.imul(target, 0x297a2d39)) ^ Math.imul(ports, 0x5bd1e995)) | 0;
