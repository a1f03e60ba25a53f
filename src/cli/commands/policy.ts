import { closeSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { type PolicyComparison, policyTools } from '../../assess/index.ts';
import type { CheckDocument } from '../../contract/check.ts';
import type { LearnDocument } from '../../contract/small.ts';
import { envelope, visibilityItem } from '../../contract/envelope.ts';
import { type ExitCode, fail, isReeveError } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import { transports } from '../../core/transport.ts';
import { inspect } from '../../inspect/index.ts';
import type { Inspection } from '../../inspect/listener.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { ledger } from '../render/ledger.ts';
import { counted, paragraph } from '../render/text.ts';

/** Full detail: units by systemd's own word, so that a policy made today names what systemd names tomorrow. */
const look = (): Promise<Inspection> => inspect({ detail: 'full', kinds: transports });

interface LearnOptions {
  readonly output: string;
  readonly force?: true;
  readonly json?: true;
}

/** `reeve learn` */
export async function learn(context: Context, options: LearnOptions): Promise<ExitCode> {
  const tools = await policyTools();
  const inspection = await look();
  const text = tools.learn(inspection);
  const file = options.output === '-' ? null : options.output;
  if (file !== null) write(file, text, options.force === true);
  const { listeners, visibility } = inspection;
  const hidden = listeners.filter(({ owners, kernel }) => owners.length === 0 && kernel === null).length;
  if (options.json) {
    const document: LearnDocument = {
      ...envelope('portreeve/learn/1'),
      output: file,
      listeners: listeners.length,
      hidden,
      policy: file === null ? text : null,
      visibility: visibilityItem(visibility),
    };
    context.out(toJson(document));
  } else tellLearned(context, { text, file, hidden, listeners: listeners.length });
  return hidden === 0 ? 0 : 3;
}

interface Learned {
  readonly text: string;
  readonly file: string | null;
  readonly hidden: number;
  readonly listeners: number;
}

function tellLearned({ out, err, columns }: Context, { text, file, hidden, listeners }: Learned): void {
  const say = (sentence: string): void => err(`${paragraph(harmless(sentence), columns, '')}\n`);
  if (file === null) out(text);
  else
    say(
      `Wrote ${file} with ${counted(listeners, 'listener')}. Read it, keep what should be so, and compare with: reeve check --policy ${file}`,
    );
  if (hidden > 0)
    say(
      `The holders of ${counted(hidden, 'listener')} were hidden; the policy names them by place and unit only.${process.geteuid?.() === 0 ? '' : ' Run it with sudo for a whole one.'}`,
    );
}

function write(file: string, text: string, force: boolean): void {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      throw fail('POLICY_EXISTS', {
        asked: `a policy in ${file}`,
        found: 'there is a file by that name',
        todo: 'Replace it with --force, or name another with --output',
      });
    }
    throw fail(
      'FILE_UNREADABLE',
      { asked: `a policy in ${file}`, found: message, todo: 'Name a file that can be written' },
      error,
    );
  }
}

/** `reeve check` */
export async function check(context: Context, options: { policy: string; json?: true }): Promise<ExitCode> {
  const tools = await policyTools();
  const policy = tools.parsePolicy(read(options.policy, tools.refuseTooLarge), options.policy);
  const inspection = await look();
  const comparison = tools.checkPolicy(policy, inspection);
  if (options.json) context.out(toJson(checkDocument(options.policy, comparison, inspection)));
  else context.out(`${checkText(options.policy, comparison, inspection, context)}\n`);
  if (comparison.differences.length > 0) return 1;
  return comparison.couldNotTell.length > 0 ? 3 : 0;
}

function read(file: string, refuseTooLarge: (size: number, name: string) => void): string {
  try {
    refuseTooLarge(statSync(file).size, file);
    return readWhole(file, (size) => refuseTooLarge(size, file));
  } catch (error) {
    if (isReeveError(error)) throw error;
    throw fail(
      'FILE_UNREADABLE',
      {
        asked: `the policy ${file}`,
        found: error instanceof Error ? error.message : String(error),
        todo: 'Write one with reeve learn, or name it with --policy',
      },
      error,
    );
  }
}

/** Pipes and devices tell no size before they are read: it is watched on the way. */
function readWhole(file: string, watch: (size: number) => void): string {
  const chunks: Buffer[] = [];
  const fd = openSync(file, 'r');
  try {
    for (let size = 0; ; ) {
      const chunk = Buffer.alloc(65_536);
      const count = readSync(fd, chunk);
      if (count === 0) return Buffer.concat(chunks).toString('utf8');
      chunks.push(chunk.subarray(0, count));
      watch((size += count));
    }
  } finally {
    closeSync(fd);
  }
}

function checkDocument(
  policy: string,
  { differences, couldNotTell }: PolicyComparison,
  { visibility }: Inspection,
): CheckDocument {
  return {
    ...envelope('portreeve/check/1'),
    policy,
    differences: differences.map(({ kind, protocol, port, scope, text, line, direction, fields }) => ({
      kind,
      protocol,
      port,
      scope,
      text,
      line,
      direction: direction ?? null,
      fields: (fields ?? []).map(({ field, wanted, found }) => ({ field, wanted, found })),
    })),
    couldNotTell: couldNotTell.map(({ protocol, port, text, line }) => ({ protocol, port, text, line })),
    visibility: visibilityItem(visibility),
  };
}

function checkText(
  name: string,
  { differences, couldNotTell }: PolicyComparison,
  { visibility, listeners }: Inspection,
  { columns, paint }: Context,
): string {
  const line = (sign: string, text: string, at: number | null): string =>
    paragraph(`${harmless(text)}${at === null ? '' : ` (${name}:${at})`}`, columns, '    ', `${sign} `);
  const found = differences.map(({ kind, text, line: at }) =>
    paint.yellow(line('▲', `${kind}: ${text}`, at)),
  );
  const doubts = couldNotTell.map(({ text, line: at }) => paint.magenta(line('?', text, at)));
  const verdict = summary(listeners.length, differences.length, couldNotTell.length, name);
  return [...found, ...doubts, paragraph(verdict, columns, ''), ledger(visibility, columns, paint)].join(
    '\n',
  );
}

function summary(listeners: number, differences: number, doubts: number, name: string): string {
  const open = doubts === 0 ? '' : `; ${counted(doubts, 'place')} could not be compared`;
  if (differences > 0) return `${counted(differences, 'difference')} from ${name}${open}.`;
  return doubts > 0
    ? `No certain difference from ${name}${open}.`
    : `${counted(listeners, 'listener')}, all as ${name} says.`;
}
