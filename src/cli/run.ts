import { type ExitCode, fail, isReeveError, type ReeveError } from '../core/errors.ts';
import { envelope } from '../contract/envelope.ts';
import type { ErrorDocument } from '../contract/small.ts';
import { inspect } from 'node:util';
import { harmless, harmlessLines } from '../core/text.ts';
import { type Context, processContext } from './context.ts';
import { toJson, toJsonLine } from './json.ts';

/** Runs one command line and answers with its exit code; nothing escapes it. */
export async function run(words: readonly string[]): Promise<ExitCode> {
  const context = processContext({ color: !words.includes('--no-color') });
  try {
    return (
      (await runPrivileged(context)) ?? (await runPlain(words, context)) ?? (await runProgram(words, context))
    );
  } catch (error) {
    return report(error, words, context);
  }
}

const exitCodes: readonly number[] = [0, 1, 2, 3, 4, 5];

/** The agent's privileged process is this command gone on as another, with a plan of its own; null for all others. */
async function runPrivileged({ env }: Context): Promise<ExitCode | null> {
  if (env['REEVE_AGENT_PLAN'] === undefined) return null;
  const code = await (await import('../agent/index.ts')).runPrivileged();
  return exitCodes.find((one): one is ExitCode => one === code) ?? 5;
}

/**
 * What is asked most, without or with `--json` alone: `reeve`, `reeve ls`, `reeve read FILE` and ports. It needs no
 * grammar, whose loading costs 12 ms; null for everything else.
 */
async function runPlain(words: readonly string[], context: Context): Promise<ExitCode | null> {
  const asked = words.filter((word) => word !== '--json');
  const options = asked.length === words.length ? {} : ({ json: true } as const);
  if (asked.length === 0) return await (await import('./commands/overview.ts')).overview(context, options);
  if (asked.length === 1 && asked[0] === 'ls')
    return await (await import('./commands/ls.ts')).list(context, options);
  const [command, file] = asked;
  if (
    asked.length === 2 &&
    command === 'read' &&
    file !== undefined &&
    (file === '-' || !file.startsWith('-'))
  )
    return await (await import('./commands/read.ts')).read(context, [file], options);
  if (!asked.every((word) => /^:?\d/.test(word))) return null;
  return await (await import('./commands/port.ts')).explainPorts(context, asked, options);
}

async function runProgram(words: readonly string[], context: Context): Promise<ExitCode> {
  const { CommanderError, createProgram } = await import('./program.ts');
  let code: ExitCode = 0;
  const program = createProgram(context, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (words.includes('--json')) context.out(jsonError(misused(error.message), words));
    return 4;
  }
}

function report(thrown: unknown, words: readonly string[], context: Context): ExitCode {
  const error = isReeveError(thrown) ? thrown : unforeseen(thrown);
  if (words.includes('--json')) context.out(jsonError(error, words));
  else context.err(`reeve: ${harmless(error.message)} [${error.code}]\n`);
  if (context.env['REEVE_DEBUG'] !== undefined)
    context.err(
      harmlessLines(`${error.stack ?? ''}\n${error.cause === undefined ? '' : `${inspect(error.cause)}\n`}`),
    );
  return error.exitCode;
}

/** Among objects on lines an error is one too. */
const jsonError = (error: ReeveError, words: readonly string[]): string =>
  (isStream(words) ? toJsonLine : toJson)(errorDocument(error));

const isStream = (words: readonly string[]): boolean =>
  words.includes('--follow') ||
  words.includes('--watch') ||
  (words.includes('watch') && !words.some((word) => word.startsWith('--once')));

const errorDocument = ({ code, explanation, exitCode }: ReeveError): ErrorDocument => ({
  ...envelope('portreeve/error/1'),
  code,
  exitCode,
  asked: explanation.asked,
  found: explanation.found,
  todo: explanation.todo ?? null,
});

/** Commander has said it on standard error already, in its words. */
const misused = (message: string): ReeveError =>
  fail('USAGE', {
    asked: 'this command line',
    found: message.replace(/^error: /, ''),
    todo: 'See reeve --help',
  });

const unforeseen = (thrown: unknown): ReeveError =>
  fail(
    'INTERNAL',
    {
      asked: 'this command',
      found: `reeve failed (${thrown instanceof Error ? thrown.message : String(thrown)})`,
      todo: 'Run it again with REEVE_DEBUG=1 and report what it prints',
    },
    thrown,
  );
