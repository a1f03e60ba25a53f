import { describe, expect, it } from 'vitest';
import { known } from '../../../src/watch/record.ts';
import { knownPorts, knownTtl } from '../../../src/watch/record-words.ts';
import { bitsIn } from '../../../src/watch/tables/sketch.ts';
import { signCount } from '../../../src/watch/fingerprints/signs.ts';
import { cold, coldStride, pairSignsAt, shapeShift } from '../../../src/watch/tables/source-layout.ts';

describe('layouts', () => {
  it('agrees with the record in its bits', () => {
    expect([knownPorts, knownTtl]).toEqual([known.ports, known.ttl]);
  });

  it('has room for all signs, and aligned floats', () => {
    expect(coldStride).toBeGreaterThanOrEqual(pairSignsAt);
    expect(signCount).toBeLessThanOrEqual(shapeShift);
    expect(coldStride % 2).toBe(0);
    expect(cold.extra % 2).toBe(0);
  });

  it('counts bits', () => {
    for (const value of [0, 1, -1, 0x80000000 | 0, 0x5555, 0x7fffffff])
      expect(bitsIn(value)).toBe((value >>> 0).toString(2).replaceAll('0', '').length);
  });
});
