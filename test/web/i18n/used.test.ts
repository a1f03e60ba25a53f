import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '../../../src/web/i18n/messages/en.json' with { type: 'json' };

const keys = Object.keys(en);
const root = 'src/web';

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('client'))
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  .join('\n');

const keyShape = /^[a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9-]+)+$/;

/** `'port.title'` in the sources. */
const whole = new Set(
  [...sources.matchAll(/['"]([a-z][\w-]*(?:\.[\w-]+)+)['"]/g)].flatMap(([, text]) =>
    text !== undefined && keyShape.test(text) ? [text] : [],
  ),
);

/** `` `verdict.${level}` `` in the sources, as a pattern. */
const made = [...sources.matchAll(/(?<!\[)`([a-z][A-Za-z0-9]*\.[^`\s]*\$\{[^`]*)`/g)].map(
  ([, text = '']) => ({
    text,
    pattern: new RegExp(
      `^${text
        .split(/\$\{[^}]*\}/)
        .map((piece) => piece.replaceAll('.', '\\.'))
        .join('[A-Za-z0-9-]+')}$`,
    ),
  }),
);

describe('each message', () => {
  it('is used by a page', () => {
    const unused = keys.filter((key) => !whole.has(key) && !made.some(({ pattern }) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  it('that a page makes a key for is there', () => {
    // Whole keys are checked by the compiler; of those made from pieces at least one has to fit.
    const nothing = made.filter(
      ({ text, pattern }) =>
        keys.some((key) => key.split('.')[0] === text.split('.')[0]) &&
        !keys.some((key) => pattern.test(key)),
    );
    expect(nothing).toEqual([]);
    expect(made.length).toBeGreaterThan(5);
  });
});
