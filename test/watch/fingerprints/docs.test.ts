import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ToolRule } from '../../../src/watch/fingerprints/rule.ts';
import { toolRules } from '../../../src/watch/fingerprints/rules.ts';
import { known } from '../../../src/watch/record.ts';

const file = path.resolve(import.meta.dirname, '../../../docs/fingerprints.md');

/** Rows of the table of rules: those whose first cell is a rule's name. */
const rows = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(2, -2).split(' | '));

const fieldNames = (bits: number): string =>
  Object.entries(known)
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => name)
    .join(', ');

const rowOf = (rule: ToolRule): readonly string[] => [
  `\`${rule.name}\``,
  rule.tool,
  rule.era,
  fieldNames(rule.needs),
  rule.chance,
  rule.level,
  rule.sources.map((source, index) => `[${index + 1}](${source})`).join(' ') || 'no primary one found',
];

describe('docs/fingerprints.md', () => {
  it('has each rule as it is, and no other', () => {
    expect(rows).toEqual(toolRules.map(rowOf));
  });

  it('has no rule twice, and a source for each', () => {
    expect(new Set(toolRules.map(({ name }) => name)).size).toBe(toolRules.length);
    for (const { name, sources, level } of toolRules) {
      expect(sources.length > 0 || level === 'possible', name).toBe(true);
      for (const source of sources) expect(source).toMatch(/^https:\/\/[a-z]/);
    }
  });
});
