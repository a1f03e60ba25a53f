/*
 * How interpreters read their command line: options first, then the program. What differs is which options take a
 * value, and which name the program themselves.
 */

/** What an option does to the search: `value` takes a word, `attached` may have one glued on, the rest end it. */
type Effect = 'value' | 'attached' | 'inline' | 'module' | 'file' | 'server';

export interface Grammar {
  /** Single letters, which may be joined (`-um http.server`); those not named are flags. */
  readonly short?: Readonly<Record<string, Effect>>;
  /** Words without their dashes, `--name value` or `--name=value`; those not named are flags. */
  readonly long?: Readonly<Record<string, Effect>>;
  /** `-jar`, `-cp`: long names after one dash, never joined letters. */
  readonly oneDash?: boolean;
}

/** What was found to run, and the words after it. */
export interface Program {
  readonly kind: 'inline' | 'module' | 'file' | 'server' | 'stdin';
  readonly name: string;
  readonly rest: readonly string[];
}

/** Finds the program in the words after the interpreter's own name; null where none is named (an interactive one). */
export function findProgram(words: readonly string[], grammar: Grammar): Program | null {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return program('file', words, at + 1);
    if (word === '-') return { kind: 'stdin', name: '-', rest: words.slice(at + 1) };
    if (!/^[-+]./.test(word)) return program('file', words, at);
    const option = readOption(word, grammar);
    if (option === null || option.effect === 'attached') continue;
    const { effect, glued } = option;
    if (effect === 'value') at += glued === null ? 1 : 0;
    else if (glued === null) return program(effect, words, at + 1);
    else return { kind: effect, name: glued, rest: words.slice(at + 1) };
  }
  return null;
}

function program(
  kind: Exclude<Effect, 'value' | 'attached'>,
  words: readonly string[],
  at: number,
): Program | null {
  const name = words[at];
  return name === undefined ? null : { kind, name, rest: words.slice(at + 1) };
}

interface Option {
  readonly effect: Effect;
  /** The value in the same word, null where it is the next one. */
  readonly glued: string | null;
}

function readOption(word: string, { short = {}, long = {}, oneDash = false }: Grammar): Option | null {
  if (word.startsWith('--') || oneDash) {
    const [, name = '', glued] = /^-{1,2}([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const effect = Object.hasOwn(long, name) ? long[name] : undefined;
    return effect === undefined ? null : { effect, glued: glued ?? null };
  }
  for (let at = 1; at < word.length; at++) {
    const letter = word[at] ?? '';
    const effect = Object.hasOwn(short, letter) ? short[letter] : undefined;
    if (effect === undefined) continue;
    return { effect, glued: at + 1 < word.length ? word.slice(at + 1) : null };
  }
  return null;
}
