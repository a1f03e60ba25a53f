import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PortSets } from '../../../src/watch/tables/port-sets.ts';
import { Slab } from '../../../src/watch/tables/slab.ts';
import {
  cold,
  coldStride,
  hotPorts,
  hotShift,
  hotStride,
  hotTargetSet,
} from '../../../src/watch/tables/source-layout.ts';
import { pairSizes, targetSizes, ValueSets } from '../../../src/watch/tables/value-sets.ts';
import { fuzzRuns } from '../../fuzz.ts';

const words = (): readonly [Int32Array, Int32Array] => [
  new Int32Array(hotStride * 2),
  new Int32Array(coldStride * 2),
];

describe('the set of ports', () => {
  it('counts ports and the packets of each as a map does', () => {
    const port = fc.oneof(fc.constantFrom(0, 1, 22, 80, 65_535), fc.integer({ min: 0, max: 65_535 }));
    fc.assert(
      fc.property(fc.array(port, { minLength: 1, maxLength: 600 }), (ports) => {
        const [hot, cold] = words();
        const sets = new PortSets(new Slab(1 << 14), hot, cold);
        const model = new Map<number, number>();
        const h = 1 << hotShift;
        const [first = 0] = ports;
        hot[h + hotPorts] = first;
        sets.begin(h, coldStride, first, 1);
        model.set(first, 1);
        for (const one of ports.slice(1)) {
          expect(sets.add(h, coldStride, one)).toBe(!model.has(one));
          model.set(one, (model.get(one) ?? 0) + 1);
        }
        expect(sets.count(h, coldStride)).toEqual({ count: model.size, exact: true });
        const top = sets.top(h, coldStride, ports.length, 65_536);
        expect(new Map(top.map(({ port, packets }) => [port, packets]))).toEqual(model);
        for (const one of [0, 7, 80, 65_535, first]) expect(sets.has(h, one)).toBe(model.has(one));
      }),
      { numRuns: fuzzRuns(100) },
    );
  });

  it('holds all 65,536 ports, and still knows the busiest', () => {
    const [hot, cold] = words();
    const sets = new PortSets(new Slab(1 << 15), hot, cold);
    sets.begin(0, 0, 0, 1);
    for (let port = 1; port <= 0xffff; port++) {
      sets.add(0, 0, port);
      sets.add(0, 0, 443);
    }
    expect(sets.count(0, 0)).toEqual({ count: 65_536, exact: true });
    expect(sets.top(0, 0, 131_071, 1)[0]?.port).toBe(443);
    expect(sets.has(0, 12_345)).toBe(true);
  });

  it('goes on counting the packets of a port beyond sixteen bits', () => {
    const [hot, cold] = words();
    const sets = new PortSets(new Slab(1 << 12), hot, cold);
    sets.begin(0, 0, 23, 100_000);
    sets.add(0, 0, 2323);
    for (let more = 0; more < 200_000; more++) sets.add(0, 0, 23);
    expect(sets.top(0, 0, 300_001, 2)).toEqual([
      { port: 23, packets: 300_000 },
      { port: 2323, packets: 1 },
    ]);
  });

  it('estimates where no room is left, and says so', () => {
    const [hot, cold] = words();
    const sets = new PortSets(new Slab(64), hot, cold);
    sets.begin(0, 0, 1, 1);
    for (let port = 2; port <= 500; port++) sets.add(0, 0, port);
    const { count, exact } = sets.count(0, 0);
    expect(exact).toBe(false);
    expect(count).toBeGreaterThan(333);
    expect(count).toBeLessThan(667);
  });

  it('gives its blocks back', () => {
    const slab = new Slab(1 << 13);
    const [hot, cold] = words();
    const sets = new PortSets(slab, hot, cold);
    for (let round = 0; round < 50; round++) {
      hot.fill(0);
      cold.fill(0);
      sets.begin(0, 0, 0, 1);
      for (let port = 1; port < 2000; port++) sets.add(0, 0, port);
      expect(sets.count(0, 0)).toEqual({ count: 2000, exact: true });
      sets.drop(0, 0, 2000);
    }
  });
});

describe('the set of values', () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 300 }),
    fc.integer({ min: -0x80000000, max: 0x7fffffff }),
    fc.integer({ min: 0, max: 255 }).map((low) => 0xcb007100 | low | 0),
  );

  it('counts targets as a set does, and names them', () => {
    fc.assert(
      fc.property(value, fc.array(value, { maxLength: 400 }), (first, values) => {
        const [hot, coldWords] = words();
        const sets = new ValueSets(new Slab(1 << 14), hot, coldWords, targetSizes);
        const model = new Set([first]);
        sets.beginRange(hotTargetSet, cold.targetSketch, first);
        for (const one of values) {
          // 0.0.0.0 and 0.0.0.1 are one to it where they are in a table.
          if (one === 0 || one === 1) continue;
          expect(sets.add(hotTargetSet, cold.targetSketch, one)).toBe(!model.has(one));
          model.add(one);
          expect(sets.has(hotTargetSet, one)).toBe(true);
        }
        expect(sets.count(hotTargetSet, cold.targetSketch)).toEqual({ count: model.size, exact: true });
        if (!model.has(0)) expect(new Set(sets.values(hotTargetSet))).toEqual(model);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });

  it.each([
    [targetSizes, 100_000, 0.06],
    [pairSizes, 20_000, 0.25],
    [pairSizes, 300, 0.2],
  ])('estimates many within four standard errors (%j, %d)', (sizes, many, error) => {
    const [hot, coldWords] = words();
    const sets = new ValueSets(new Slab(1 << 15), hot, coldWords, sizes);
    sets.begin(hotTargetSet);
    for (let value = 1; value <= many; value++) {
      sets.add(hotTargetSet, cold.targetSketch, Math.imul(value, 0x10001));
      sets.add(hotTargetSet, cold.targetSketch, Math.imul(value, 0x10001));
    }
    const { count, exact } = sets.count(hotTargetSet, cold.targetSketch);
    expect(exact).toBe(false);
    expect(Math.abs(count - many) / many).toBeLessThan(error);
  });

  it('falls back on a sketch where no room is left', () => {
    const [hot, coldWords] = words();
    const sets = new ValueSets(new Slab(64), hot, coldWords, targetSizes);
    sets.begin(hotTargetSet);
    for (let value = 1; value <= 1000; value++)
      sets.add(hotTargetSet, cold.targetSketch, Math.imul(value, 0x9e3779b1));
    const { count, exact } = sets.count(hotTargetSet, cold.targetSketch);
    expect(exact).toBe(false);
    expect(Math.abs(count - 1000) / 1000).toBeLessThan(0.5);
  });
});
