import { basename } from 'node:path';

/** The longest command line that is read; the kernel's own bound for one argument is 128 KiB. */
export const longestCmdline = 4 << 20;

/** A command line, or the title that a program wrote over it. */
export interface CommandLine {
  readonly words: readonly string[];
  /** True for a rewritten title (`nginx: master process ...`): one word, which was never an argument vector. */
  readonly titled: boolean;
}

/**
 * Reads the text of /proc/PID/cmdline: words each ended by NUL. A program that writes a title over its arguments
 * leaves one string, padded with NULs or with spaces; it stays one word. A kernel thread has none.
 */
export function parseCmdline(text: string, exe: string | null): CommandLine {
  if (text === '') return { words: [], titled: false };
  const words = (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0');
  const [first = '', ...rest] = words;
  const alone = rest.every((word) => word === '');
  // One empty argument at the end is a real one now and then; a row of them is padding.
  if (first !== '' && alone && (rest.length > 1 || isTitle(first, exe))) {
    return { words: [first.trimEnd()], titled: true };
  }
  return { words, titled: false };
}

// A lone word with a space in it is a title, unless it is the name of the program itself (`/opt/My App/app`).
function isTitle(word: string, exe: string | null): boolean {
  if (!/\s/.test(word.trim())) return false;
  if (exe !== null) return word !== exe && basename(word) !== basename(exe);
  return true;
}
