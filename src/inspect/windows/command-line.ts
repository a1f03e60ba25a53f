/**
 * Splits a command line as most programs of Windows do (CommandLineToArgvW): blanks part words, double quotes hold
 * them together, and backslashes count only before a quote: two are one, an odd one makes the quote a letter. The first
 * word, the program, knows no backslashes.
 */
export function splitCommandLine(text: string): readonly string[] {
  const program = /^\s*(?:"([^"]*)"?|([^\s"]+))/.exec(text);
  if (program === null) return [];
  return [program[1] ?? program[2] ?? '', ...splitArguments(text.slice(program[0].length))];
}

/** Runs of backslashes with a quote behind them, runs of blanks, and anything else by letters. */
const pieces = /(\\*)"|\s+|\\+|[^\s"\\]+/g;

function splitArguments(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (const [piece, slashes] of text.matchAll(pieces)) {
    if (slashes !== undefined) {
      word =
        (word ?? '') + '\\'.repeat(Math.floor(slashes.length / 2)) + (slashes.length % 2 === 1 ? '"' : '');
      if (slashes.length % 2 === 0) quoted = !quoted;
    } else if (/^\s/.test(piece) && !quoted) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + piece;
    }
  }
  return word === null ? words : [...words, word];
}
