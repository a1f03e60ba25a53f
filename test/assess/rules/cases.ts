import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../src/assess/index.ts';
import type { VerdictLevel } from '../../../src/core/verdict.ts';
import type { Listener } from '../../../src/inspect/listener.ts';
import { subject } from '../machine.ts';

/** What is the case, the listener, what the rule must say (null = nothing), registered services. */
export type Case = readonly [string, Listener, VerdictLevel | null, ...(readonly string[])];

/** Runs a rule alone over its table. */
export function casesOf(rule: Rule, cases: readonly Case[]): void {
  describe(rule.name, () => {
    for (const [name, listener, level, ...services] of cases) {
      test(name, () => {
        const judgement = rule.judge(subject(listener, ...services));
        expect(judgement?.level ?? null).toBe(level);
        if (judgement === null) return;
        expect(judgement.text).toMatch(/^[^\n]+\.$/);
        expect(Object.keys(judgement.evidence).length).toBeGreaterThan(0);
      });
    }
  });
}
