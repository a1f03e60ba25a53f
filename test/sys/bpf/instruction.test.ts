import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as bpf from '../../../src/sys/bpf/instruction.ts';
import { fuzzRuns } from '../../fuzz.ts';

const hex = (steps: readonly bpf.Step[]): string => Buffer.from(bpf.assemble(steps).code).toString('hex');

describe('assemble', () => {
  // Words as llvm-objdump prints them for the same instructions.
  test.each([
    ['r0 = 0', bpf.moveValue(0, 0), 'b700000000000000'],
    ['exit', bpf.exit(), '9500000000000000'],
    ['r6 = *(u64 *)(r1 + 8)', bpf.load64(6, 1, 8), '7916080000000000'],
    ['*(u32 *)(r10 - 16) = r7', bpf.store32(10, -16, 7), '637af0ff00000000'],
    ['r1 += -64', bpf.addValue(1, -64), '07010000c0ffffff'],
    ['r7 <<= 3', bpf.shiftLeft(7, 3), '6707000003000000'],
    ['call 113', bpf.call('probe_read_kernel'), '8500000071000000'],
    ['r1 = map fd 5', bpf.loadMap(1, 5), '18110000050000000000000000000000'],
    ['r2 = map fd 5 value + 8', bpf.loadMapValue(2, 5, 8), '18220000050000000000000008000000'],
  ])('%s', (_, step, expected) => {
    expect(hex([step])).toBe(expected);
  });

  test('a jump counts words from the one after it, a wide one as two', () => {
    const steps = [bpf.jumpIf(1, '==', 0, 'end'), bpf.loadMap(1, 3), bpf.label('end'), bpf.exit()];
    expect(hex(steps).slice(0, 16)).toBe('1501020000000000');
  });

  test('a function is addressed relative to its use', () => {
    const steps = [bpf.loadFunction(2, 'inner'), bpf.exit(), bpf.label('inner'), bpf.exit()];
    expect(hex(steps).slice(0, 16)).toBe('1842000002000000');
  });

  test('a label that stands nowhere is an error of ours', () => {
    expect(() => bpf.assemble([bpf.jump('nowhere')])).toThrow(/no step is labelled "nowhere"/);
  });

  test('every jump lands on its label', () => {
    const piece = fc.constantFrom(bpf.exit(), bpf.loadMap(1, 1), bpf.moveValue(3, 7));
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), fc.array(piece), (before, between, after) => {
        const steps = [...before, bpf.jump('there'), ...between, bpf.label('there'), ...after, bpf.exit()];
        const { code, labels } = bpf.assemble(steps);
        const jumpAt = before.flatMap((step) => ('label' in step ? [] : step)).length;
        const offset = new DataView(code.buffer).getInt16(jumpAt * 8 + 2, true);
        expect(jumpAt + 1 + offset).toBe(labels.get('there'));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});
