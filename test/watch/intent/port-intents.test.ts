import { describe, expect, it } from 'vitest';
import { amplifierPorts, portIntents } from '../../../src/watch/intent/port-intents.ts';

describe('the table of ports and purposes', () => {
  it('has a port once for a transport', () => {
    for (const transport of ['tcp', 'udp'] as const) {
      const ports = portIntents
        .filter((entry) => entry.transport === 'any' || entry.transport === transport)
        .flatMap((entry) => entry.ports.map((port) => port));
      expect(ports.filter((port, index) => ports.indexOf(port) !== index)).toEqual([]);
    }
  });

  it('has ports alone', () => {
    const all = [...portIntents.flatMap(({ ports }) => ports), ...Object.keys(amplifierPorts).map(Number)];
    expect(all.every((port) => Number.isInteger(port) && port > 0 && port < 65_536)).toBe(true);
    expect(
      portIntents.every(({ name, text }) => /^[a-z]+(-[a-z]+)*$/.test(name) && !text.endsWith('.')),
    ).toBe(true);
  });
});
