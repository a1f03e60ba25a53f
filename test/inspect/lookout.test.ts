import { describe, expect, test } from 'vitest';
import type { Inspection, Listener } from '../../src/inspect/listener.ts';
import { lookingOut } from '../../src/inspect/lookout.ts';
import { aListener } from './samples.ts';

const visibility = {
  complete: true,
  privileged: true,
  method: 'walk',
  processes: { seen: 3, hidden: 0 },
  namespaces: { seen: 1, hidden: 0 },
  notes: [],
} as const;

/** A machine whose whole look takes `cost` ms, and a clock. */
function machine(cost: number) {
  const state = { now: 0, wholes: 0, own: [aListener()] as readonly Listener[], elsewhere: [] as Listener[] };
  const whole = async (): Promise<Inspection> => {
    state.wholes++;
    state.now += cost;
    return {
      listeners: [...state.own, ...state.elsewhere],
      host: { ephemeral: null, reserved: null, unprivilegedFrom: null },
      visibility: { ...visibility, processes: { seen: state.wholes, hidden: 0 } },
    };
  };
  const look = lookingOut({ whole, quick: () => state.own, now: () => state.now });
  const after = async (ms: number): Promise<Inspection | null> => {
    state.now += ms;
    return await look();
  };
  return { state, look, after };
}

describe('looking once a second', () => {
  test('the first look is whole and answers', async () => {
    expect((await machine(1).look())?.listeners).toHaveLength(1);
  });

  test('where nothing changed only the quick list is asked, and the answer is null', async () => {
    const { state, look, after } = machine(3);
    await look();
    expect(await after(1000)).toBeNull();
    expect(state.wholes).toBe(1);
  });

  test('a socket that opens is answered at once', async () => {
    const { state, look, after } = machine(50);
    await look();
    state.own = [...state.own, aListener({ port: 81, inode: 9 })];
    expect((await after(10))?.listeners).toHaveLength(2);
  });

  test('what only a whole look shows comes with the next, as often as its cost allows', async () => {
    const { state, look, after } = machine(3);
    await look();
    state.elsewhere.push(aListener({ port: 82, netns: { inode: 7, name: null, own: false } }));
    expect(await after(2900)).toBeNull();
    expect((await after(200))?.listeners).toHaveLength(2);
  });

  test('a look that costs seconds is still made once a minute', async () => {
    const { state, look, after } = machine(5000);
    await look();
    await after(59_000);
    expect(state.wholes).toBe(1);
    await after(1_001);
    expect(state.wholes).toBe(2);
  });

  test('queues, drops and processes that come and go are no change', async () => {
    const { state, look, after } = machine(1);
    await look();
    state.own = [aListener({ backlog: { current: 5, max: 128 }, drops: 12 })];
    expect(await after(60_000)).toBeNull();
    expect(state.wholes).toBe(2);
  });
});
