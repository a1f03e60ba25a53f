import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Everything that a file loads at once: static imports and re-exports that are not of types alone. */
function loadedBy(file: URL, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file.pathname)) return seen;
  seen.add(file.pathname);
  const code = readFileSync(file, 'utf8');
  for (const [, words = '', from = ''] of code.matchAll(
    /^(?:import|export)\s+((?:type\s)?[^;'"]*)from\s+'([^']+)'/gm,
  )) {
    if (words.startsWith('type ')) continue;
    if (from.startsWith('.')) loadedBy(new URL(from, file), seen);
    else seen.add(from);
  }
  return seen;
}

describe('what a verdict loads', () => {
  const loaded = loadedBy(new URL('../../src/assess/index.ts', import.meta.url));

  test('its rules and programs', () => {
    expect(loaded.size).toBeGreaterThan(40);
    expect([...loaded].some((file) => file.endsWith('/rules/borrowed-name.ts'))).toBe(true);
  });

  test('nothing of the policy, and no library', () => {
    const heavy = [...loaded].filter((file) => file.includes('/policy/') || !/^\/|^node:/.test(file));
    expect(heavy).toEqual([]);
  });

  test('the policy does load them, so this test can see', () => {
    const policy = loadedBy(new URL('../../src/assess/policy/index.ts', import.meta.url));
    expect([...policy]).toEqual(expect.arrayContaining(['zod', 'yaml']));
  });
});
