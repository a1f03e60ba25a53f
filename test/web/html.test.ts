import * as fc from 'fast-check';
import { html as theirs, raw } from 'hono/html';
import { describe, expect, it } from 'vitest';
import { html, nothing, trusted } from '../../src/web/html.ts';
import { fuzzRuns } from '../fuzz.ts';

describe('html', () => {
  it('gives what hono gives, whatever the values are', async () => {
    const text = fc.string({ unit: 'binary' });
    const value = fc.oneof(
      text,
      fc.integer(),
      fc.constantFrom(null, undefined, false as const),
      text.map((one) => ({ markup: one })),
    );
    const list = fc.array(fc.oneof(value, fc.array(value, { maxLength: 3 })), { minLength: 3, maxLength: 3 });
    const ours = (one: unknown): never =>
      (Array.isArray(one)
        ? one.map(ours)
        : one !== null && typeof one === 'object' && 'markup' in one
          ? trusted(String(one.markup))
          : one) as never;
    const other = (one: unknown): unknown =>
      Array.isArray(one)
        ? one.map(other)
        : one !== null && typeof one === 'object' && 'markup' in one
          ? raw(String(one.markup))
          : (one ?? '');
    await fc.assert(
      fc.asyncProperty(list, async ([a, b, c]) => {
        const mine = html`<p title="${ours(a)}">${ours(b)}</p>${ours(c)}`;
        const his = await theirs`<p title="${other(a)}">${other(b)}</p>${other(c)}`;
        expect(mine.toString()).toBe(his.toString());
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('passes through hono’s own template unescaped', async () => {
    const his = await theirs`<i>${html`<b>${'<'}</b>`}</i>${nothing}`;
    expect(his.toString()).toBe('<i><b>&lt;</b></i>');
  });
});
