import { fail } from '../../core/errors.ts';

/*
 * One instruction of eBPF, 8 bytes, in the byte order of the host (here always little-endian).
 * https://www.rfc-editor.org/rfc/rfc9669#section-3.1
 *
 *   0        1            2..3            4..7
 *   opcode | src:4 dst:4 | offset (s16) | immediate (s32)
 *
 * A 64-bit immediate takes a second such word, whose immediate holds the upper half.
 */
const wordSize = 8;

export type Register = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

interface Instruction {
  readonly opcode: number;
  readonly dst: number;
  readonly src: number;
  readonly offset: number;
  readonly immediate: number;
  /** A label to be resolved into the offset (a jump) or the immediate (the address of a function). */
  readonly target?: { readonly label: string; readonly into: 'offset' | 'immediate' };
}

/** One step of a program: a label (no code), or one or two machine words. */
export type Step = { readonly label: string } | readonly Instruction[];

const word = (opcode: number, dst: number, src: number, offset: number, immediate: number): Instruction => ({
  opcode,
  dst,
  src,
  offset,
  immediate,
});

export const label = (name: string): Step => ({ label: name });

/** `dst = src` and `dst = value` (sign-extended from 32 bits). */
export const move = (dst: Register, src: Register): Step => [word(0xbf, dst, src, 0, 0)];
export const moveValue = (dst: Register, value: number): Step => [word(0xb7, dst, 0, 0, value)];

export const add = (dst: Register, src: Register): Step => [word(0x0f, dst, src, 0, 0)];
export const addValue = (dst: Register, value: number): Step => [word(0x07, dst, 0, 0, value)];
export const shiftLeft = (dst: Register, bits: number): Step => [word(0x67, dst, 0, 0, bits)];
export const shiftRight = (dst: Register, bits: number): Step => [word(0x77, dst, 0, 0, bits)];

/** `dst = *(u64 *)(src + offset)` and the same for 32 bits. */
export const load64 = (dst: Register, src: Register, offset: number): Step => [
  word(0x79, dst, src, offset, 0),
];
export const load32 = (dst: Register, src: Register, offset: number): Step => [
  word(0x61, dst, src, offset, 0),
];
export const store64 = (dst: Register, offset: number, src: Register): Step => [
  word(0x7b, dst, src, offset, 0),
];
export const store32 = (dst: Register, offset: number, src: Register): Step => [
  word(0x63, dst, src, offset, 0),
];

export const jump = (to: string): Step => [
  { ...word(0x05, 0, 0, 0, 0), target: { label: to, into: 'offset' } },
];

const conditions = { '==': 0x15, '>=': 0x35, '!=': 0x55 } as const;

/** Jumps when `dst` compares so with a value, or (`jumpIfSame`) with another register, 64 bits unsigned. */
export const jumpIf = (
  dst: Register,
  condition: keyof typeof conditions,
  value: number,
  to: string,
): Step => [{ ...word(conditions[condition], dst, 0, 0, value), target: { label: to, into: 'offset' } }];
export const jumpIfSame = (dst: Register, src: Register, to: string): Step => [
  { ...word(0x1d, dst, src, 0, 0), target: { label: to, into: 'offset' } },
];
export const jumpIfDifferent = (dst: Register, src: Register, to: string): Step => [
  { ...word(0x5d, dst, src, 0, 0), target: { label: to, into: 'offset' } },
];

/** Helper functions of the kernel by their number in `enum bpf_func_id`, include/uapi/linux/bpf.h. */
const helpers = { map_lookup_elem: 1, probe_read_kernel: 113, loop: 181 } as const;

export const call = (helper: keyof typeof helpers): Step => [word(0x85, 0, 0, 0, helpers[helper])];
export const exit = (): Step => [word(0x95, 0, 0, 0, 0)];

const wide = (dst: Register, src: number, low: number, high: number): readonly Instruction[] => [
  word(0x18, dst, src, 0, low),
  word(0, 0, 0, 0, high),
];

/** The map itself (BPF_PSEUDO_MAP_FD), as helpers take it. */
export const loadMap = (dst: Register, mapFd: number): Step => wide(dst, 1, mapFd, 0);

/** The address of a byte in the value of a one-element array map (BPF_PSEUDO_MAP_VALUE). */
export const loadMapValue = (dst: Register, mapFd: number, offset: number): Step =>
  wide(dst, 2, mapFd, offset);

/** The address of a function of this program (BPF_PSEUDO_FUNC), for `bpf_loop`. */
export function loadFunction(dst: Register, name: string): Step {
  const [first, second] = wide(dst, 4, 0, 0);
  if (first === undefined || second === undefined) return [];
  return [{ ...first, target: { label: name, into: 'immediate' } }, second];
}

export interface Assembled {
  readonly code: Uint8Array<ArrayBuffer>;
  /** The index of the machine word at which each label stands. */
  readonly labels: ReadonlyMap<string, number>;
}

/** Turns steps into machine words. @throws ReeveError `INTERNAL` for a label that does not stand anywhere */
export function assemble(steps: readonly Step[]): Assembled {
  const words: Instruction[] = [];
  const labels = new Map<string, number>();
  for (const step of steps) {
    if ('label' in step) labels.set(step.label, words.length);
    else words.push(...step);
  }
  const code = new Uint8Array(new ArrayBuffer(words.length * wordSize));
  const view = new DataView(code.buffer);
  for (const [index, instruction] of words.entries()) {
    const { opcode, dst, src, offset, immediate } = resolved(instruction, index, labels);
    view.setUint8(index * wordSize, opcode);
    view.setUint8(index * wordSize + 1, (src << 4) | dst);
    view.setInt16(index * wordSize + 2, offset, true);
    view.setInt32(index * wordSize + 4, immediate, true);
  }
  return { code, labels };
}

function resolved(instruction: Instruction, index: number, labels: ReadonlyMap<string, number>): Instruction {
  if (instruction.target === undefined) return instruction;
  const { label: name, into } = instruction.target;
  const at = labels.get(name);
  if (at === undefined) {
    throw fail('INTERNAL', { asked: 'a BPF program', found: `no step is labelled ${JSON.stringify(name)}` });
  }
  return { ...instruction, [into]: at - index - 1 };
}
