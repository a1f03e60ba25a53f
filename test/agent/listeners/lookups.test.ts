import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lookups } from '../../../src/agent/listeners/lookups.ts';
import type { PortInspection } from '../../../src/inspect/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Looks that are answered when the test says so. */
function slow() {
  const asked: string[] = [];
  const answers: ((inspection: PortInspection) => void)[] = [];
  const lookups = new Lookups({
    lookAt: (port, transport) => {
      asked.push(`${port}/${transport}`);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  const answer = async (): Promise<void> => {
    answers.shift()?.({} as PortInspection);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { lookups, asked, answer };
}

describe('looks at single ports', () => {
  it('are few at once however many are asked for, and all are answered', async () => {
    const { lookups, asked, answer } = slow();
    let answered = 0;
    for (let port = 1; port <= 150; port++) void lookups.at(port, 'tcp').then(() => answered++);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['1/tcp', '2/tcp']);
    for (let port = 1; port <= 150; port++) await answer();
    expect([answered, asked.length]).toEqual([150, 150]);
  });

  it('are shared by those who wait for the same port, but never joined once begun', async () => {
    const { lookups, asked, answer } = slow();
    void lookups.at(9, null);
    void lookups.at(9, null);
    const [third, fourth] = [lookups.at(9, null), lookups.at(9, null)];
    void lookups.at(9, 'udp');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['9/null', '9/null']);
    for (let look = 0; look < 3; look++) await answer();
    expect(await third).toBe(await fourth);
    expect(asked).toEqual(['9/null', '9/null', '9/null', '9/udp']);
  });

  it('are refused beyond a bound, and again taken later', async () => {
    const { lookups, answer } = slow();
    for (let port = 1; port <= 202; port++) void lookups.at(port, null);
    await expect(lookups.at(300, null)).rejects.toMatchObject({ code: 'TOO_MANY' });
    await answer();
    void lookups.at(300, null);
    await expect(lookups.at(301, null)).rejects.toMatchObject({ code: 'TOO_MANY' });
  });

  it('that take too long are given up, yet keep their place: who does not answer is not asked more', async () => {
    const { lookups, asked } = slow();
    const late = Promise.allSettled([lookups.at(1, null), lookups.at(2, null)]);
    void lookups.at(3, null).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(10_001);
    expect(await late).toMatchObject([
      { reason: { code: 'AGENT_FAILED' } },
      { reason: { code: 'AGENT_FAILED' } },
    ]);
    expect(asked).toHaveLength(2);
  });

  it('fail as the look does, and the next one is made', async () => {
    let calls = 0;
    const lookups = new Lookups({
      lookAt: () =>
        ++calls === 1 ? Promise.reject(new Error('gone')) : Promise.resolve({} as PortInspection),
    });
    await expect(lookups.at(1, null)).rejects.toThrow('gone');
    await expect(lookups.at(1, null)).resolves.toEqual({});
  });
});
