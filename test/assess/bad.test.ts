import { describe, expect, test } from 'vitest';
import { exposed } from './bad/exposed.ts';
import { places } from './bad/places.ts';
import { pretenders } from './bad/pretenders.ts';
import { strangers } from './bad/strangers.ts';
import { verdictOf } from './machine.ts';

describe('what should not be so is found', () => {
  test.each([...pretenders, ...places, ...exposed, ...strangers])(
    '%s',
    (_name, listener, services, level, rule) => {
      const verdict = verdictOf(listener, ...services);
      expect(verdict.level).toBe(level);
      expect(
        verdict.because.filter((reason) => reason.level === level).map((reason) => reason.rule),
      ).toContain(rule);
    },
  );
});
