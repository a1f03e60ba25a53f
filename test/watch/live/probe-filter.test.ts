import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostExcluded, probeFilter } from '../../../src/watch/live/probe-filter.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { interpret } from '../../sys/cbpf/interpreter.ts';
import { mayBeProbe } from './may-be-probe.ts';
import { anyPacket } from './packets.ts';

const wishes = [
  { everywhere: true, exclude: [] },
  { everywhere: false, exclude: [] },
  { everywhere: false, exclude: [7680, 53] },
  // So many that conditions cannot reach over them.
  { everywhere: true, exclude: Array.from({ length: mostExcluded }, (_, index) => 40_000 + index) },
];

describe('the filter of the kernel', () => {
  it.each(wishes)('says of any packet what its rule says (%#)', (wish) => {
    const program = probeFilter(wish);
    const said = { take: 0, drop: 0 };
    fc.assert(
      fc.property(anyPacket, ({ packet, beside }) => {
        const passes = interpret(program, packet, beside) > 0;
        said[passes ? 'take' : 'drop']++;
        expect(passes).toBe(mayBeProbe(packet, beside, wish));
      }),
      { numRuns: fuzzRuns(2000) },
    );
    // A property that only ever sees one answer proves nothing.
    expect(Math.min(said.take, said.drop)).toBeGreaterThan((said.take + said.drop) / 10);
  });
});
