import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Looking } from '../../../src/agent/running/looking.ts';
import { Newsroom } from '../../../src/agent/running/newsroom.ts';
import { refreshWeekly } from '../../../src/agent/running/registry-refresh.ts';
import { LiveTable } from '../../../src/agent/listeners/table.ts';
import type { KnockEvent } from '../../../src/core/knock.ts';
import { fail } from '../../../src/core/errors.ts';
import type { Inspection } from '../../../src/inspect/listener.ts';
import { openRegistry } from '../../../src/registry/index.ts';
import { scanEvent } from '../../store/events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const nothing: Inspection = {
  listeners: [],
  host: { ephemeral: null, reserved: null, unprivilegedFrom: null },
  visibility: {
    complete: true,
    privileged: true,
    method: 'walk',
    processes: { seen: 1, hidden: 0 },
    namespaces: { seen: 1, hidden: 0 },
    notes: [],
  },
};

describe('looking about once a second', () => {
  it('goes on after a look that failed, says so once, and says when it is well again', async () => {
    const said: string[] = [];
    let ticks = 0;
    let broken = false;
    const looking = new Looking({
      privileged: {
        look: async () => {
          if (broken) throw fail('INTERNAL', { asked: 'a look', found: 'it is gone' });
          return nothing;
        },
      },
      table: new LiveTable({ registry: openRegistry(), own: new Set(), onShown: () => undefined }),
      onChange: () => undefined,
      onTick: () => void ticks++,
      log: (level, text) => void said.push(`${level} ${text}`),
      now: () => Date.now() * 1000,
    });
    await looking.begin();
    expect([looking.trouble, ticks]).toEqual([null, 1]);
    broken = true;
    await vi.advanceTimersByTimeAsync(3000);
    expect([looking.trouble, ticks]).toEqual(['it is gone', 4]);
    broken = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(looking.trouble).toBeNull();
    expect(said).toEqual(['error Listeners cannot be looked at', 'info Listeners are looked at again']);
    await looking.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(ticks).toBe(5);
  });

  it('says so where a look does not come back, and when it does', async () => {
    const said: string[] = [];
    let answer = (): void => undefined;
    let stuck = false;
    const looking = new Looking({
      privileged: {
        look: async () => {
          if (stuck) await new Promise<void>((resolve) => (answer = resolve));
          return nothing;
        },
      },
      table: new LiveTable({ registry: openRegistry(), own: new Set(), onShown: () => undefined }),
      onChange: () => undefined,
      onTick: () => undefined,
      log: (level, text) => void said.push(`${level} ${text}`),
      now: () => Date.now() * 1000,
    });
    await looking.begin();
    stuck = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looking.trouble).toBeNull();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looking.trouble).toMatch(/not ended within 15 seconds/);
    stuck = false;
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(looking.trouble).toBeNull();
    expect(said).toEqual(['error Listeners cannot be looked at', 'info Listeners are looked at again']);
    await looking.stop();
  });
});

describe('telling', () => {
  it('gives hooks every state of an event, viewers and the terminal what stays readable', () => {
    const hooked: (string | null)[] = [];
    const shown: (string | null)[] = [];
    const news = new Newsroom({
      epoch: 'a',
      hooks: { onKnock: (_: KnockEvent, id) => void hooked.push(id), onListener: () => undefined },
      screen: { knock: (_, id) => void shown.push(id), change: () => undefined },
    });
    const before = news.versions.of(23);
    news.knock(scanEvent('a', { packets: 10 }), 'e1');
    news.knock(scanEvent('a', { packets: 20 }), 'e1');
    news.knock(scanEvent('a', { packets: 200 }), null);
    expect(hooked).toEqual(['e1', 'e1', null]);
    expect(shown).toEqual(['e1', null]);
    expect(news.feed.after(0)?.map(({ message }) => message.type)).toEqual(['knock', 'knock']);
    expect(news.knocks.get('port-scan')).toBe(3);
    expect(news.versions.of(23)).toBeGreaterThan(before);
  });

  it('makes every page anew where the ports are too many to be named', () => {
    const news = new Newsroom({
      epoch: 'a',
      hooks: { onKnock: () => undefined, onListener: () => undefined },
      screen: { knock: () => undefined, change: () => undefined },
    });
    const before = news.versions.of(60_000);
    news.knock(scanEvent('b', { ports: { count: 5000, exact: true, top: [] } }), 'e1');
    expect(news.versions.of(60_000)).toBeGreaterThan(before);
  });
});

describe("IANA's record", () => {
  it('is never fetched at the start, then when it is a week old, and tried again a day after a failure', async () => {
    const registry = openRegistry({ ownTable: '/nonexistent/own', systemTable: '/nonexistent/system' });
    const said: string[] = [];
    let fetches = 0;
    let fresh = 0;
    const refresh = refreshWeekly({
      registry,
      log: (level, text) => void said.push(`${level} ${text}`),
      onFresh: () => void fresh++,
      update: async () => {
        fetches++;
        if (fetches === 1) throw new Error('there is no network');
      },
    });
    await vi.advanceTimersByTimeAsync(59 * 60_000);
    expect(fetches).toBe(0);
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect([fetches, fresh]).toEqual([1, 0]);
    expect(said).toEqual([expect.stringContaining('could not be fetched')]);
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect([fetches, fresh]).toEqual([2, 1]);
    refresh.stop();
    await vi.advanceTimersByTimeAsync(20 * 86_400_000);
    expect(fetches).toBe(2);
    registry.close();
  });
});
