import { nativeLittleEndian } from '../../bytes/index.ts';
import { fail } from '../../core/errors.ts';
import { instructionSize, type Jump, type Plain, type Step } from './instruction.ts';

const always = 0x05;
/** So far a condition reaches; beyond it goes by way of unconditional jumps, whose operand has 32 bits. */
const farthest = 255;
/** BPF_MAXINSNS: the kernel takes no longer program. */
const mostInstructions = 4096;
/** A condition that reaches too far: itself, then a jump for each of its two ways. */
const stretched = 3;

type Instruction = Plain | Jump;
type Labels = ReadonlyMap<string, number>;

/**
 * Turns steps into the words that the kernel takes. Jumps only go forward, as the kernel wants it.
 * @throws ReeveError `INTERNAL` for a label that stands nowhere or before the jump, and for a program too long
 */
export function assemble(steps: readonly Step[]): Uint8Array<ArrayBuffer> {
  const lengths = steps.map((step): number => ('label' in step ? 0 : 1));
  let labels = place(steps, lengths);
  // A jump that is made longer moves others apart, which may then be too far as well; lengths only grow.
  while (stretch(steps, lengths, labels)) labels = place(steps, lengths);
  const size = lengths.reduce((sum, length) => sum + length, 0);
  if (size > mostInstructions)
    throw wrong(`it has ${size} instructions, the kernel takes ${mostInstructions}`);
  const code = new Uint8Array(new ArrayBuffer(size * instructionSize));
  const view = new DataView(code.buffer);
  let at = 0;
  for (const [index, step] of steps.entries()) {
    if (!('label' in step)) write(view, at, step, labels, (lengths[index] ?? 1) === stretched);
    at += lengths[index] ?? 0;
  }
  return code;
}

function place(steps: readonly Step[], lengths: readonly number[]): Labels {
  const labels = new Map<string, number>();
  let at = 0;
  for (const [index, step] of steps.entries()) {
    if ('label' in step) labels.set(step.label, at);
    at += lengths[index] ?? 0;
  }
  return labels;
}

/** Makes the conditions longer that reach too far; true if there was one. */
function stretch(steps: readonly Step[], lengths: number[], labels: Labels): boolean {
  let changed = false;
  let at = 0;
  for (const [index, step] of steps.entries()) {
    // Places are those of the lengths before this round.
    const length = lengths[index] ?? 0;
    if (length === 1 && isCondition(step)) {
      const reach = Math.max(distance(step.holds, at, labels), distance(step.otherwise, at, labels));
      if (reach > farthest) {
        lengths[index] = stretched;
        changed = true;
      }
    }
    at += length;
  }
  return changed;
}

const isCondition = (step: Step): step is Jump => 'holds' in step && step.code !== always;

function distance(name: string | null, at: number, labels: Labels): number {
  if (name === null) return 0;
  const target = labels.get(name);
  if (target === undefined) throw wrong(`no step is labelled ${JSON.stringify(name)}`);
  if (target <= at) throw wrong(`${JSON.stringify(name)} stands before the jump to it`);
  return target - at - 1;
}

function write(view: DataView, at: number, step: Instruction, labels: Labels, long: boolean): void {
  if (!('holds' in step)) put(view, at, step.code, 0, 0, step.k);
  else if (step.code === always) put(view, at, always, 0, 0, distance(step.holds, at, labels));
  else if (!long) {
    put(view, at, step.code, distance(step.holds, at, labels), distance(step.otherwise, at, labels), step.k);
  } else {
    put(view, at, step.code, 0, 1, step.k);
    put(view, at + 1, always, 0, 0, step.holds === null ? 1 : distance(step.holds, at + 1, labels));
    put(view, at + 2, always, 0, 0, step.otherwise === null ? 0 : distance(step.otherwise, at + 2, labels));
  }
}

function put(view: DataView, index: number, code: number, jt: number, jf: number, k: number): void {
  const at = index * instructionSize;
  view.setUint16(at, code, nativeLittleEndian);
  view.setUint8(at + 2, jt);
  view.setUint8(at + 3, jf);
  view.setUint32(at + 4, k >>> 0, nativeLittleEndian);
}

const wrong = (found: string) => fail('INTERNAL', { asked: 'a packet filter', found });
