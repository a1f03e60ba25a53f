import { describe, expect, it, vi } from 'vitest';
import { remembering } from '../../../src/web/server/port-memory.ts';
import { fakeMachine } from '../machine.ts';

describe('what is on record of a port', () => {
  it('is asked again when something changed, or after a while', () => {
    const machine = fakeMachine();
    try {
      const { store } = machine;
      if (store === null) throw new Error('no store');
      const asked = vi.spyOn(store, 'portKnocks');
      let now = 0;
      const view = remembering(machine.view, () => now);
      const ask = () => view.store?.portKnocks(2504, null);
      expect(ask()).toEqual(ask());
      view.store?.portKnocks(2504, 'tcp');
      expect(asked).toHaveBeenCalledTimes(2);
      machine.announce({ type: 'status' });
      ask();
      expect(asked).toHaveBeenCalledTimes(3);
      now += 31e6;
      ask();
      expect(asked).toHaveBeenCalledTimes(4);
    } finally {
      machine.close();
    }
  });

  it('tells questions apart, and passes on what it does not remember', () => {
    const machine = fakeMachine();
    try {
      const view = remembering(machine.view, () => 0);
      const { store } = view;
      const day = { since: 0, until: 86_400e6, spans: 4 };
      expect(store?.timeline({ ...day, port: 1 }).events).toHaveLength(4);
      expect(store?.timeline({ ...day, port: 1, spans: 5 }).events).toHaveLength(5);
      expect(store?.knocks({ limit: 50 }).events).toHaveLength(7);
      expect(store?.changes({ limit: 2, port: 443 }).changes).toHaveLength(1);
      expect(store?.changes({ limit: 2 }).changes).toHaveLength(2);
      expect([view.name, view.capture(), view.storeTrouble]).toEqual([
        machine.view.name,
        machine.view.capture(),
        null,
      ]);
      expect(view.listeners.all()).toBe(machine.view.listeners.all());
    } finally {
      machine.close();
    }
  });

  it('there is none where there is no store', () => {
    const machine = fakeMachine({ stored: false });
    try {
      expect(remembering(machine.view, () => 0).store).toBeNull();
    } finally {
      machine.close();
    }
  });
});
