import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCatalogue, fail, isReeveError } from '../../src/core/errors.ts';

const root = path.resolve(import.meta.dirname, '../..');
const documented = new Map(
  [...readFileSync(path.join(root, 'docs/errors.md'), 'utf8').matchAll(/^\| ([A-Z_]+) \| (\d) \|/gm)].map(
    ([, code, exit]) => [code, Number(exit)],
  ),
);

const source = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== path.join('core', 'errors.ts'))
  .map((file) => readFileSync(path.join(root, 'src', file), 'utf8'))
  .join('\n');

describe('the catalogue of errors', () => {
  test('is what the document says, both ways', () => {
    expect(Object.fromEntries(documented)).toEqual(errorCatalogue);
  });

  test.each(Object.keys(errorCatalogue))('%s is used', (code) => {
    expect(source.includes(`'${code}'`)).toBe(true);
  });
});

describe('an error', () => {
  const error = fail(
    'PORT_INVALID',
    { asked: 'the port "x"', found: 'that is no number', todo: 'Write 443' },
    new Error('cause'),
  );

  test('says what was asked, what was found and what to do', () => {
    expect(error.message).toBe('Asked for the port "x": that is no number. Write 443.');
    const verb = fail('AGENT_RUNNING', { asked: 'to start the agent', found: 'it runs already' });
    expect(verb.message).toBe('Asked to start the agent: it runs already.');
    expect(error.exitCode).toBe(4);
  });

  test('keeps its cause and is told by its brand', () => {
    expect(error.cause).toBeInstanceOf(Error);
    expect(isReeveError(error)).toBe(true);
    expect(isReeveError(new Error('other'))).toBe(false);
    expect(isReeveError(null)).toBe(false);
  });
});
