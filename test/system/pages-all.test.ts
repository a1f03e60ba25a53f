import { afterAll, describe, expect, it } from 'vitest';
import { transports } from '../../src/core/transport.ts';
import { languages } from '../../src/web/i18n/index.ts';
import { realRegistry } from '../web/pages/port/context.ts';
import { faultsOf } from '../web/pages/port/faults.ts';

const registry = realRegistry();
afterAll(() => registry.close());

/** Among all ports each transport meets each language thousands of times. */
const asked = [null, ...transports];

describe('all 65,536 ports', () => {
  it.each([0, 1, 2, 3].map((part) => part * 16_384))(
    'have a sound page, from %i on',
    { timeout: 600_000 },
    (from) => {
      const faults: string[] = [];
      for (let port = from; port < from + 16_384 && faults.length < 10; port++) {
        const transport = asked[port % asked.length] ?? null;
        const tag = languages[Math.floor(port / asked.length) % languages.length]?.tag ?? 'en';
        for (const fault of faultsOf(registry, { port, transport }, tag))
          faults.push(`${tag} ${port}/${transport}: ${fault}`);
      }
      expect(faults).toEqual([]);
    },
  );
});
