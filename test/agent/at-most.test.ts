import { expect, it } from 'vitest';
import { atMost } from '../../src/agent/at-most.ts';

it('lets so many be under way, refuses the next, and takes others when one has ended, however it did', async () => {
  const ends: ((well: boolean) => void)[] = [];
  const work = atMost(2, 'to end a holder', (asked: number) => {
    return new Promise<number>((resolve, reject) => {
      ends.push((well) => (well ? resolve(asked) : reject(new Error('failed'))));
    });
  });
  const [first, second] = [work(1), work(2)];
  await expect(work(3)).rejects.toMatchObject({ code: 'TOO_MANY' });
  ends[0]?.(false);
  await expect(first).rejects.toThrow('failed');
  const third = work(3);
  ends[1]?.(true);
  ends[2]?.(true);
  expect(await Promise.all([second, third])).toEqual([2, 3]);
});
