import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../../src/sys/cbpf/assemble.ts';
import {
  give,
  jump,
  jumpIf,
  label,
  load,
  loadCell,
  type Step,
  store,
} from '../../../src/sys/cbpf/instruction.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { interpret } from './interpreter.ts';

const nothing = { protocol: 0, kind: 0, hardware: 0, random: 0 };
const run = (steps: readonly Step[], packet = [7]): number =>
  interpret(assemble(steps), Uint8Array.from(packet), nothing);

const filler = (count: number): Step[] => Array.from({ length: count }, () => [loadCell(0)]).flat();

describe('the assembler of classic BPF', () => {
  it('encodes as tcpdump -dd prints it: `ether proto ip`', () => {
    const code = assemble([
      load(2, 12),
      jumpIf('==', 0x800, null, 'no'),
      give(0x40000),
      label('no'),
      give(0),
    ]);
    const words = [...new Uint16Array(code.buffer)].filter((_, index) => index % 4 === 0);
    expect(words).toEqual([0x28, 0x15, 0x6, 0x6]);
    expect([...code.subarray(8, 16)]).toEqual([0x15, 0, 0, 1, 0, 8, 0, 0]);
  });

  it('goes the right way however far the two ways are', () => {
    const between = fc.nat(400);
    fc.assert(
      fc.property(between, between, fc.boolean(), fc.boolean(), (near, far, first, holds) => {
        const [here, there] = first ? ['then', 'otherwise'] : ['otherwise', 'then'];
        const value = (name: string): number => (name === 'then' ? 1 : 2);
        const steps = [
          load(1, 0),
          jumpIf('==', holds ? 7 : 8, 'then', 'otherwise'),
          ...filler(near),
          label(here),
          give(value(here)),
          ...filler(far),
          label(there),
          give(value(there)),
        ];
        expect(run(steps)).toBe(holds ? 1 : 2);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('a way that is left out is the next instruction, far jumps too', () => {
    for (const count of [0, 300]) {
      const steps = (value: number): Step[] => [
        load(1, 0),
        store(0),
        jumpIf('==', value, null, 'away'),
        jumpIf('>', 9, 'away'),
        ...filler(count),
        give(1),
        label('away'),
        give(2),
      ];
      expect([run(steps(7)), run(steps(8)), run(steps(10), [10])]).toEqual([1, 2, 2]);
    }
  });

  it('refuses a label that is nowhere or behind, and a program that is too long', () => {
    expect(() => assemble([jump('away'), give(0)])).toThrow('no step is labelled "away"');
    expect(() => assemble([label('back'), jump('back'), give(0)])).toThrow('stands before');
    expect(() => assemble(filler(4097))).toThrow('4096');
  });
});
