import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mix } from '../../../src/watch/tables/hash.ts';
import { SourceIndex } from '../../../src/watch/tables/source-index.ts';
import { TagFilter } from '../../../src/watch/tables/tag-filter.ts';
import { fuzzRuns } from '../../fuzz.ts';

describe('the index of sources', () => {
  it('finds what a map finds, whatever came and went', () => {
    const step = fc.record({
      key: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: -0x80000000, max: 0x7fffffff })),
      tag: fc.constantFrom(1, 6, 17, 262),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const index = new SourceIndex(128);
        const model = new Map<string, { key: number; tag: number; slot: number }>();
        let next = 0;
        for (const { key, tag, remove } of steps) {
          const name = `${key} ${tag}`;
          const held = model.get(name);
          if (held === undefined) {
            index.insert(key, tag, next);
            model.set(name, { key, tag, slot: next });
            next += 1;
          } else if (remove) {
            index.remove(key, tag, held.slot);
            model.delete(name);
          }
          for (const one of model.values()) expect(index.find(one.key, one.tag)).toBe(one.slot);
          if (!model.has(name)) expect(index.find(key, tag)).toBe(-1);
        }
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('removes nothing where there is nothing', () => {
    const index = new SourceIndex(16);
    index.insert(5, 6, 0);
    index.remove(5, 17, 1);
    index.remove(9, 6, 0);
    expect(index.find(5, 6)).toBe(0);
  });
});

describe('the filter of tags', () => {
  it('knows the latest of each place, never one that was not added', () => {
    const filter = new TagFilter(1 << 10);
    expect(filter.add(4711)).toBe(false);
    expect(filter.add(4711)).toBe(true);
    expect(filter.has(4712)).toBe(false);
    for (let tag = 1; tag < 100_000; tag++) filter.add(mix(tag));
    expect(filter.has(mix(99_999))).toBe(true);
  });
});
