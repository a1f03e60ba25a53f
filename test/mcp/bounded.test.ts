import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounded } from '../../src/mcp/bounded.ts';
import { fuzzRuns } from '../fuzz.ts';

describe('what a model reads', () => {
  it('has nothing in it that a person would not see, whatever was found', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(fc.jsonValue(), text, (value, name) => {
        const seen = JSON.stringify(bounded({ value, name, list: [name, { name }] }));
        expect(seen).not.toMatch(
          /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\u{E0000}-\u{E007F}]/u,
        );
        expect(seen).not.toMatch(/\\u00(?:0[0-9bcef]|1[0-9a-f])/);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('keeps what is harmless as it is', () => {
    const document = { port: 22, ok: true, none: null, text: 'বাংলা 😃\nline', list: [1, 'ا'], at: 1.5 };
    expect(bounded(document)).toEqual(document);
  });

  it('is of a bearable size', () => {
    const { text, list } = bounded({ text: 'x'.repeat(1e6), list: Array.from({ length: 1e5 }, () => 1) }) as {
      text: string;
      list: unknown[];
    };
    expect(text).toHaveLength(4000);
    expect(list).toHaveLength(2000);
  });
});
