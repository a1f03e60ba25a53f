import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { socketIdentity } from '../../../src/inspect/asked/identity.ts';
import { fuzzRuns } from '../../fuzz.ts';

test('the same holder gives the same number, a restarted one another', () => {
  const first = socketIdentity('2026-11-04T09:05:12.000Z', ['tcp', 4, '0.0.0.0', 80, 7]);
  expect(socketIdentity('2026-11-04T09:05:12.000Z', ['tcp', 4, '0.0.0.0', 80, 7])).toBe(first);
  expect(socketIdentity('2026-11-04T09:05:13.000Z', ['tcp', 4, '0.0.0.0', 80, 7])).toBeGreaterThan(first);
});

test('is always a safe whole number above 0', () => {
  const anyTime = fc.option(
    fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    ),
  );
  fc.assert(
    fc.property(anyTime, fc.array(fc.oneof(fc.string(), fc.integer())), (startedAt, parts) => {
      const identity = socketIdentity(startedAt, parts);
      expect(Number.isSafeInteger(identity) && identity > 0).toBe(true);
    }),
    { numRuns: fuzzRuns(300) },
  );
});
