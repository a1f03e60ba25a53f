import { expect, it } from 'vitest';
import { freeMemory } from '../../src/sys/free-memory.ts';

it('memory given back leaves everything working', () => {
  const kept = Array.from({ length: 1000 }, (_, index) => ({ index }));
  freeMemory();
  freeMemory();
  expect(kept.at(-1)).toEqual({ index: 999 });
  expect(JSON.parse(JSON.stringify(kept))).toHaveLength(1000);
});
