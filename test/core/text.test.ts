import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, harmless } from '../../src/core/text.ts';
import { fuzzRuns } from '../fuzz.ts';

/** Any text, well-formed or not, rich in what must not pass. */
const foreign = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.string({
    unit: fc.constantFrom(
      '\x1b',
      '\r',
      '\n',
      '\x9b',
      '\x7f',
      '\u202e',
      '\u200d',
      '\u200c',
      '\u2028',
      '\ud800',
      '\udfff',
      'a',
      '\u{e0041}',
    ),
  }),
);

// What is not seen or is obeyed, said in another way than the code says it.
const hidden = (character: string): boolean =>
  /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Join_Control}\p{Noncharacter_Code_Point}]/u.test(character);

describe('harmless', () => {
  test.each([
    ['an escape sequence', '\x1b[2J\x1b]0;owned\x07', '\\x1b[2J\\x1b]0;owned\\x07'],
    ['the C1 form of one', '\x9b31m', '\\x9b31m'],
    ['line breaks and returns', 'a\r\nb', 'a\\x0d\\x0ab'],
    ['delete and tab', '\x7f\t', '\\x7f\\x09'],
    ['a bidirectional override', 'exe\u202ecod.txt', 'exe\\u{202e}cod.txt'],
    ['bidirectional isolates and marks', '\u2066a\u2069\u200e\u061c', '\\u{2066}a\\u{2069}\\u{200e}\\u{61c}'],
    ['separators of lines and paragraphs', '\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['a zero-width space and a byte order mark', 'ss\u200bhd\ufeff', 'ss\\u{200b}hd\\u{feff}'],
    ['joiners, which hide in a name', 'ng\u200dinx\u200c', 'ng\\u{200d}inx\\u{200c}'],
    ['a soft hyphen and a Hangul filler', 'a\u00ad\u3164', 'a\\xad\\u{3164}'],
    [
      'tags and variation selectors that carry hidden text',
      'a\u{e0041}\u{e0100}\ufe00',
      'a\\u{e0041}\\u{e0100}\\u{fe00}',
    ],
    ['lone surrogates', '\ud83da\udc00', '\\u{d83d}a\\u{dc00}'],
    ['noncharacters', '\uffff\ufdd0', '\\u{ffff}\\u{fdd0}'],
  ])('%s becomes visible', (_, text, shown) => {
    expect(harmless(text)).toBe(shown);
  });

  test.each([
    ['ASCII', 'nginx: master process /usr/sbin/nginx -g daemon on; ~{}|\\'],
    ['accents, composed and not', 'Zürich caf\u0065\u0301'],
    ['Bengali', 'বাংলাদেশের বন্দর'],
    ['Sindhi, with its signs', 'سنڌي ٻولي ۾ \u06dd ٿو'],
    ['Arabic number signs, which are drawn', '\u0600\u0661\u0662'],
    ['Hebrew and Devanagari', 'שלום नमस्ते'],
    ['Chinese and Korean', '端口 포트'],
    ['emoji, with colour and skin', '🚢 ❤️ 👍🏽 🇮🇪'],
    ['private use, which draws a box', '\ue0a0'],
  ])('%s stays as it is', (_, text) => {
    expect(harmless(text)).toBe(text);
  });

  test('whatever comes in, nothing hidden or obeyed comes out, and it is well-formed', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const shown = harmless(text);
        expect(Array.from(shown).filter(hidden)).toEqual([]);
        expect(shown).toBe(Buffer.from(shown, 'utf8').toString('utf8'));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  test('printable text of any script is unchanged', () => {
    const printable = fc
      .integer({ min: 0x20, max: 0x2ffff })
      .filter((code) => /^[\p{L}\p{N}\p{P}\p{S}\p{Zs}]$/u.test(String.fromCodePoint(code)))
      // The only letters that are not drawn: fillers for missing letters.
      .filter((code) => !/\p{Default_Ignorable_Code_Point}/u.test(String.fromCodePoint(code)))
      .map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.array(printable), (characters) => {
        const text = characters.join('');
        expect(harmless(text)).toBe(text);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  test('what is harmless stays so: twice is as once', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        expect(harmless(harmless(text))).toBe(harmless(text));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  test('a long hostile text is done in one pass', () => {
    expect(harmless('\x1b'.repeat(1_000_000))).toHaveLength(4_000_000);
  });
});

describe('cut', () => {
  test.each([
    ['nginx', 5, 'nginx'],
    ['nginx', 4, 'ngi…'],
    ['nginx', 1, '…'],
    ['nginx', 0, ''],
    ['nginx', -3, ''],
    ['', 0, ''],
    ['ab🚢cd', 4, 'ab…'],
    ['ab🚢cd', 5, 'ab🚢…'],
  ])('%j to %i is %j', (text, width, expected) => {
    expect(cut(text, width)).toBe(expected);
  });

  test('never longer than asked, and well-formed where the text was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 20 }), (text, width) => {
        const shown = cut(text, width);
        expect(shown.length).toBeLessThanOrEqual(width);
        expect(shown).toBe(Buffer.from(shown, 'utf8').toString('utf8'));
        if (text.length <= width) expect(shown).toBe(text);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
