import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Knocked } from '../../../src/agent/knocks/knocked.ts';
import type { LiveMessage } from '../../../src/web/index.ts';

function aCounter(followed = true) {
  const messages: LiveMessage[] = [];
  const ports: number[] = [];
  const knocked = new Knocked({
    publish: (message) => void messages.push(message),
    followed: () => followed,
    onPorts: (some) => void ports.push(...some),
  });
  return { knocked, messages, ports };
}

describe('packets to ports', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are counted for good, and told together after half a second', () => {
    const { knocked, messages, ports } = aCounter();
    knocked.count('tcp', 23);
    knocked.count('tcp', 23);
    knocked.count('udp', 53);
    expect(messages).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(messages).toEqual([
      {
        type: 'ports',
        flickers: [
          { transport: 'tcp', ports: [[23, 2]] },
          { transport: 'udp', ports: [[53, 1]] },
        ],
        left: 0,
      },
    ]);
    expect(ports).toEqual([23, 53]);
    vi.advanceTimersByTime(5000);
    expect(messages).toHaveLength(1);
    knocked.count('tcp', 23);
    vi.advanceTimersByTime(500);
    expect(messages).toHaveLength(2);
    expect([knocked.tcp[23], knocked.udp[53], knocked.tcp[53]]).toEqual([3, 1, 0]);
  });

  it('stay within the size of a message', () => {
    const { knocked, messages } = aCounter();
    for (let port = 0; port < 5000; port++) knocked.count('tcp', port);
    knocked.count('udp', 1);
    knocked.flush();
    const [message] = messages;
    if (message?.type !== 'ports') throw new Error('no flicker');
    expect(message.flickers.map(({ ports }) => ports.length)).toEqual([4096]);
    expect(message.left).toBe(5001 - 4096);
  });

  it('are not told where nobody follows', () => {
    const { knocked, messages, ports } = aCounter(false);
    knocked.count('tcp', 23);
    vi.advanceTimersByTime(1000);
    expect(messages).toEqual([]);
    expect(ports).toEqual([23]);
  });
});
