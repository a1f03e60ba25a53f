import { type Paint, painter } from './render/style.ts';

/** Where a command writes and how; tests hand in their own. */
export interface Context {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Columns that lines may take. */
  readonly columns: number;
  readonly paint: Paint;
  /** Somebody sits at the terminal and may be asked or shown progress. */
  readonly interactive: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ask: (question: string) => Promise<string>;
}

const narrowest = 40;
const unpiped = 100;

/** NO_COLOR of no-color.org: present and not empty means none; FORCE_COLOR wins over a pipe. */
function wantsColour(env: Context['env'], isTerminal: boolean, flag: boolean): boolean {
  if (!flag) return false;
  const { NO_COLOR: none, FORCE_COLOR: force, TERM: term } = env;
  if (none !== undefined && none !== '') return false;
  if (force !== undefined && force !== '' && force !== '0') return true;
  return isTerminal && term !== 'dumb';
}

export function processContext(options: { readonly color: boolean }): Context {
  const { stdout, stderr, stdin, env } = process;
  const given = Number(env['COLUMNS']);
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    columns: Math.max(narrowest, stdout.columns ?? (Number.isInteger(given) && given > 0 ? given : unpiped)),
    paint: painter(wantsColour(env, stdout.isTTY, options.color)),
    interactive: stdin.isTTY && stderr.isTTY,
    env,
    ask,
  };
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
