import * as bpf from '../../../../sys/bpf/instruction.ts';

/** Where in its frame a function keeps the word that `follow` read last; it must not use these 8 bytes otherwise. */
export const scratch = -72;

/**
 * `to = *(u64 *)(from + offset)` in kernel memory; changes registers 0 to 5, leaves the word in the scratch.
 * Cheaper than a typed load of the verifier's, which looks its safety up by name in all of the BTF (0.5 ms each).
 */
export const follow = (
  to: bpf.Register,
  from: bpf.Register,
  offset: number,
  otherwise: string,
): bpf.Step[] => [
  bpf.move(3, from),
  bpf.addValue(3, offset),
  bpf.move(1, 10),
  bpf.addValue(1, scratch),
  bpf.moveValue(2, 8),
  bpf.call('probe_read_kernel'),
  bpf.jumpIf(0, '!=', 0, otherwise),
  bpf.load64(to, 10, scratch),
];

/** `*(u32 *)(base + offset) += 1`, by way of a register. */
export const increment = (base: bpf.Register, offset: number, through: bpf.Register): bpf.Step[] => [
  bpf.load32(through, base, offset),
  bpf.addValue(through, 1),
  bpf.store32(base, offset, through),
];
