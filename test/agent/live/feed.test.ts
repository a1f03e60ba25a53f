import { describe, expect, it } from 'vitest';
import { Feed } from '../../../src/agent/live/feed.ts';
import type { LiveMessage } from '../../../src/web/index.ts';

const status: LiveMessage = { type: 'status' };
const idsOf = (messages: ReturnType<Feed['after']>): readonly number[] | null =>
  messages?.map(({ id }) => id) ?? null;

describe('the live feed', () => {
  it('numbers from 1 on and gives what came after a number', () => {
    const feed = new Feed('a');
    for (let count = 0; count < 3; count++) feed.publish(status);
    expect(feed.latest).toBe(3);
    expect(idsOf(feed.after(1))).toEqual([2, 3]);
    expect(idsOf(feed.after(3))).toEqual([]);
    expect(idsOf(feed.after(0))).toEqual([1, 2, 3]);
  });

  it('says where something is forgotten, and where the number is none of this start', () => {
    const feed = new Feed('a', { messages: 2, characters: 1000 });
    for (let count = 0; count < 4; count++) feed.publish(status);
    expect(idsOf(feed.after(2))).toEqual([3, 4]);
    expect(feed.after(1)).toBeNull();
    expect(feed.after(5)).toBeNull();
    expect(feed.after(-1)).toBeNull();
  });

  it('keeps no more than its room, and a message that is larger than it not at all', () => {
    const feed = new Feed('a', { messages: 100, characters: 120 });
    for (let count = 0; count < 20; count++) feed.publish(status);
    expect(feed.after(20 - 8)).toBeNull();
    expect(idsOf(feed.after(20 - 7))).toHaveLength(7);
    feed.publish({
      type: 'ports',
      flickers: [{ transport: 'tcp', ports: Array.from({ length: 99 }, () => [1, 1] as const) }],
      left: 0,
    });
    expect(feed.after(20)).toBeNull();
    expect(idsOf(feed.after(21))).toEqual([]);
  });

  it('tells followers until they leave, and drops one that throws without failing the others', () => {
    const feed = new Feed('a');
    const told: number[] = [];
    let bad = 0;
    feed.subscribe(() => {
      bad++;
      throw new Error('slow');
    });
    const leave = feed.subscribe(({ id }) => told.push(id));
    feed.publish(status);
    feed.publish(status);
    expect(bad).toBe(1);
    expect(feed.followers).toBe(1);
    leave();
    leave();
    feed.publish(status);
    expect(told).toEqual([1, 2]);
    expect(feed.followers).toBe(0);
  });
});
