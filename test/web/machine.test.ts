import { describe, expect, it } from 'vitest';
import { fakeMachine } from './machine.ts';
import { sampleListeners } from './machine-listeners.ts';

describe('the machine that tests of the web are made with', () => {
  it('has listeners of every verdict, events of every type, and tells its followers', () => {
    const machine = fakeMachine();
    try {
      const { view, store } = machine;
      expect(new Set(view.listeners.all().map(({ verdict }) => verdict.level)).size).toBe(5);
      expect(new Set(view.listeners.all().map(({ id }) => id)).size).toBe(sampleListeners().length);
      expect(new Set(store?.knocks({ limit: 50 }).events.map(({ event }) => event.type)).size).toBe(4);
      const masscan = store?.event('e1')?.found.event;
      const evidence = masscan?.type === 'scan' ? masscan.scan.evidence : [];
      expect(view.relations(evidence)[0]).toMatchObject({ name: 'masscan', holds: 3, tried: 3 });
      const told: number[] = [];
      const end = view.live.subscribe(({ id }) => told.push(id));
      machine.announce({ type: 'status' });
      end();
      machine.announce({ type: 'status' });
      expect([told, view.live.latest, view.live.after(1)?.length]).toEqual([[1], 2, 1]);
      machine.setListeners([]);
      expect(view.listeners.all()).toEqual([]);
    } finally {
      machine.close();
    }
  });
});
