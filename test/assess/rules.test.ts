import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../../src/assess/index.ts';
import { bindScopes, differenceKinds } from '../../src/assess/policy/index.ts';
import { aboutTheProgram } from '../../src/assess/rules/index.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const document = read('docs/verdicts.md');
const sections = new Map(
  [...document.matchAll(/^### `([^`]+)`\n\n(.*)\n\nSays: (.*)\.\n\n/gm)].map(
    ([, name = '', text = '', levels = '']) => [name, { text, levels: levels.split(', ').sort() }],
  ),
);

/** The levels a rule's file can say, by the makers it calls. */
const levelsIn = (name: string): readonly string[] => {
  const code = read(`src/assess/rules/${name}.ts`);
  return ['wrong', 'suspect', 'expected', 'plausible', 'unknown']
    .filter((level) => new RegExp(`\\b${level}\\(`).test(code))
    .sort();
};

const folder = (path: string): readonly string[] => readdirSync(new URL(`../../${path}`, import.meta.url));

describe('the register of rules', () => {
  test('is documented whole, in its order, and nothing else is', () => {
    expect(rules.length).toBeGreaterThan(20);
    expect([...sections.keys()]).toEqual(rules.map(({ name }) => name));
  });

  test.each(rules)('$name: its sentence and its levels', ({ name, text }) => {
    expect(sections.get(name)).toEqual({ text, levels: levelsIn(name) });
    expect(text).toMatch(/^[A-Z].*\.$/);
  });

  test('holds every rule that has a file, and every one is tested alone', () => {
    const files = folder('src/assess/rules').map((file) => file.replace(/\.ts$/, ''));
    expect(files.filter((file) => file !== 'index' && file !== 'rule').sort()).toEqual(
      rules.map(({ name }) => name).sort(),
    );
    const tests = folder('test/assess/rules').filter((file) => file.endsWith('.test.ts'));
    expect(tests.map((file) => file.replace(/\.test\.ts$/, '')).sort()).toEqual(
      rules.map(({ name }) => name).sort(),
    );
  });

  test('those about the program alone are among them', () => {
    for (const rule of aboutTheProgram) expect(rules).toContain(rule);
  });
});

describe('the policy in the document', () => {
  test('every kind of difference and every scope is told', () => {
    for (const kind of differenceKinds) expect(document).toMatch(new RegExp(`^- \`${kind}\`: `, 'm'));
    for (const scope of bindScopes) expect(document).toContain(`\`${scope}\``);
  });

  test('its example is a policy', async () => {
    const { parsePolicy } = await import('../../src/assess/policy/index.ts');
    const [, example = ''] = /```yaml\n([^`]+(?:`[^`]+`[^`]+)*)```/.exec(document) ?? [];
    const policy = parsePolicy(example, 'docs/verdicts.md');
    expect(policy).toMatchObject({
      listeners: [{ ports: { from: 22, to: 22 }, optional: true, container: 'web' }],
      ephemeral: [{}],
      ignore: [{}],
    });
  });
});
