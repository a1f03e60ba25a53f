import { type ReadAnswer, toReadDocument } from '../../contract/read-document.ts';
import type { ReadDocument, ReadsDocument } from '../../contract/read.ts';
import { envelope } from '../../contract/envelope.ts';
import { type ExitCode, isReeveError, type ReeveError } from '../../core/errors.ts';
import { worstExit } from '../../core/exit.ts';
import { harmless } from '../../core/text.ts';
import type { Context } from '../context.ts';
import { interruption } from '../interruption.ts';
import { toJson } from '../json.ts';
import { exitOfRead } from '../knock-exit.ts';
import { portNames } from '../../answer/index.ts';
import { reportText } from '../render/knocks/report.ts';
import { demandReadable } from '../readable.ts';
import { readFiles } from '../reading.ts';
import { type Knowing, knowing, whoWords } from '../who.ts';
import { type ReadOptions, type ReadSettings, readSettings } from './read-options.ts';

/** `reeve read` */
export async function read(
  context: Context,
  files: readonly string[],
  options: ReadOptions,
): Promise<ExitCode> {
  const settings = readSettings(files, options);
  if (options.follow) {
    const { follow } = await import('./read-follow.ts');
    return await follow(context, settings);
  }
  // What comes from a program that goes on is worth a report when somebody has seen enough; a file is read again.
  const stop = settings.files.includes('-') ? interruption() : null;
  try {
    return await readAll(context, settings, stop?.signal ?? new AbortController().signal);
  } finally {
    stop?.stop();
  }
}

async function readAll(context: Context, settings: ReadSettings, signal: AbortSignal): Promise<ExitCode> {
  const documents: ReadDocument[] = [];
  const failed: ReeveError[] = [];
  const codes: ExitCode[] = [];
  const groups = settings.together ? [settings.files] : settings.files.map((file) => [file]);
  for (const group of groups) {
    if (signal.aborted) break;
    try {
      const answer = await readFiles(group, settings, signal);
      demandReadable(answer.file, answer.input);
      const who = await knowing(answer.findings, settings);
      if (settings.store) (await import('../storing.ts')).storeEvents(answer.events(), context);
      if (settings.json) documents.push(documentOf(answer, settings, who));
      else context.out(`${codes.length > 0 ? '\n' : ''}${textOf(answer, settings, who, context)}\n`);
      codes.push(exitOfRead(answer.findings, answer.input));
    } catch (error) {
      // One file that cannot be read is no reason to be silent about the others.
      if (groups.length === 1 || !isReeveError(error) || error.exitCode !== 4) throw error;
      failed.push(error);
      codes.push(error.exitCode);
      if (!settings.json) context.err(`reeve: ${harmless(error.message)} [${error.code}]\n`);
    }
  }
  if (settings.json) context.out(toJson(wholeDocument(documents, failed, groups.length)));
  return worstExit(codes);
}

/** Asked for one input it is that document, for several the list. */
function wholeDocument(
  reads: readonly ReadDocument[],
  failed: readonly ReeveError[],
  asked: number,
): ReadDocument | ReadsDocument {
  const [only] = reads;
  if (asked === 1 && only !== undefined) return only;
  return {
    ...envelope('portreeve/reads/1'),
    reads: [...reads],
    failed: failed.map(({ code, explanation: { asked: what, found, todo } }) => ({
      code,
      asked: what,
      found,
      todo: todo ?? null,
    })),
  };
}

const documentOf = (answer: ReadAnswer, { limit, evidence }: ReadSettings, who: Knowing): ReadDocument =>
  toReadDocument(answer, { limit, evidence, who });

const textOf = (
  answer: ReadAnswer,
  { limit }: ReadSettings,
  who: Knowing,
  { columns, paint }: Context,
): string =>
  reportText(answer, {
    room: columns,
    paint,
    limit,
    portName: portNames(),
    who: (address) => whoWords(who(address)),
  });
