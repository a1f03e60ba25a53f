import { basename } from 'node:path';
import type { CommandLine } from '../cmdline.ts';
import { type Interpreter, interpreterOf } from './grammars.ts';
import { launched } from './launchers.ts';
import { runsByTitle } from './titles.ts';
import type { Program } from './walk.ts';

/** What an interpreter runs. */
export interface Interpreted {
  /** `node`, `python`, `java`, `shell`, …: the language, whatever the executable's version is called. */
  readonly interpreter: string;
  /**
   * The script, module, jar or main class as its command line names it, with the application of a known launcher
   * (`/usr/bin/gunicorn shop.wsgi:app`); `inline code` for `-c` and `-e`; null where it cannot be told.
   */
  readonly runs: string | null;
  /** The script or jar alone, as named (perhaps relative to where it was started). */
  readonly file: string | null;
}

/**
 * What runs inside an interpreter; null where the program is none.
 * @param program the executable's path or, where hidden, the name the process goes by
 */
export function whatRuns(program: string, { words, titled }: CommandLine): Interpreted | null {
  const found = interpreterOf(executableName(program));
  if (found === null) return null;
  const claimed = titled ? runsByTitle(words[0] ?? '') : null;
  if (claimed !== null) return { interpreter: found.name, runs: claimed, file: null };
  return {
    interpreter: found.name,
    ...describe(found, titled ? wordsOfTitle(words, found) : argumentsOf(words, found)),
  };
}

// A process manager may write a whole command line into one word: `node /srv/app/server.js`.
function wordsOfTitle(words: readonly string[], interpreter: Interpreter): readonly string[] {
  const parts = (words[0] ?? '').split(/\s+/);
  return interpreterOf(executableName(parts[0] ?? '')) === interpreter ? parts.slice(1) : [];
}

// BusyBox called as an applet has the applet's name where others have their own.
function argumentsOf(words: readonly string[], interpreter: Interpreter): readonly string[] {
  const first = executableName(words[0] ?? '');
  const applet = interpreter.name === 'busybox' && interpreterOf(first) !== interpreter;
  return applet ? [first, ...words.slice(1)] : words.slice(1);
}

// A login shell has a dash before its name.
const executableName = (path: string): string => basename(path).replace(/^-/, '');

function describe(interpreter: Interpreter, words: readonly string[]): Pick<Interpreted, 'runs' | 'file'> {
  const program = interpreter.find(words);
  if (program === null || program.kind === 'stdin') return { runs: null, file: null };
  if (program.kind === 'inline') return { runs: 'inline code', file: null };
  if (program.kind === 'server') return { runs: 'built-in web server', file: null };
  if (program.kind === 'module') return { runs: program.name, file: null };
  return describeFile(interpreter.name, program);
}

function describeFile(interpreter: string, { name, rest }: Program): Pick<Interpreted, 'runs' | 'file'> {
  const shape = Object.hasOwn(fileShapes, interpreter) ? fileShapes[interpreter] : undefined;
  return {
    runs: launched(interpreter, name, rest) ?? name,
    file: shape === undefined || shape.test(name) ? name : null,
  };
}

/** Where a plain word need not be a file: a main class, a task's name, a subcommand. */
const fileShapes: Readonly<Record<string, RegExp>> = {
  java: /\.(?:jar|war|java)$/,
  bun: /[./]/,
  deno: /[./]/,
  dotnet: /\.(?:dll|exe)$/i,
};
