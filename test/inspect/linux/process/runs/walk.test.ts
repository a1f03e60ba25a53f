import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findProgram, type Grammar } from '../../../../../src/inspect/linux/process/runs/walk.ts';
import { fuzzRuns } from '../../../../fuzz.ts';

const grammar: Grammar = {
  short: { c: 'inline', m: 'module', W: 'value', i: 'attached' },
  long: { eval: 'inline', file: 'file', require: 'value' },
};

describe('the program among the words of an interpreter', () => {
  test.each<[string, string[], ReturnType<typeof findProgram>]>([
    ['a script', ['a.py', '-x'], { kind: 'file', name: 'a.py', rest: ['-x'] }],
    ['behind flags', ['-u', '-B', 'a.py'], { kind: 'file', name: 'a.py', rest: [] }],
    [
      'behind options with values',
      ['-W', 'ignore', '-Wx', '--require', 'r', '--require=r', 'a.py'],
      { kind: 'file', name: 'a.py', rest: [] },
    ],
    ['behind --', ['--', '-odd.py', 'x'], { kind: 'file', name: '-odd.py', rest: ['x'] }],
    ['a module', ['-m', 'http.server', '80'], { kind: 'module', name: 'http.server', rest: ['80'] }],
    [
      'a module glued to its option and flags',
      ['-umhttp.server', '80'],
      { kind: 'module', name: 'http.server', rest: ['80'] },
    ],
    ['inline code', ['-c', 'code', 'x'], { kind: 'inline', name: 'code', rest: ['x'] }],
    ['inline code by a long option', ['--eval=code'], { kind: 'inline', name: 'code', rest: [] }],
    ['an option with something glued on', ['-i.bak', 'a.py'], { kind: 'file', name: 'a.py', rest: [] }],
    ['standard input', ['-', 'x'], { kind: 'stdin', name: '-', rest: ['x'] }],
    ['an option without its value', ['-m'], null],
    ['flags alone', ['-u', '--verbose'], null],
    ['nothing', [], null],
    ['names of an object', ['--constructor', '-__proto__', 'a'], { kind: 'file', name: 'a', rest: [] }],
  ])('%s', (_, words, expected) => {
    expect(findProgram(words, grammar)).toEqual(expected);
  });

  test('any words are read without an error, and what is found stood among them', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('-', '--', '-m', '-c', '--file=', '+o'),
    );
    fc.assert(
      fc.property(fc.array(word), fc.boolean(), (words, oneDash) => {
        const program = findProgram(words, { ...grammar, oneDash });
        if (program !== null) expect(words.some((one) => one.includes(program.name))).toBe(true);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
