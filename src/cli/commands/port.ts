import { envelope } from '../../contract/envelope.ts';
import type { PortsDocument } from '../../contract/port.ts';
import { type PortAnswer, toPortDocument } from '../../contract/port-document.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { worstExit } from '../../core/exit.ts';
import { parsePortQueries, type PortQuery } from '../../core/port.ts';
import { openRegistry } from '../../registry/index.ts';
import { answerPorts, isServed } from '../../answer/index.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { knockedAt } from '../knocked.ts';
import { portText } from '../render/port.ts';
import { exitOf } from '../listing.ts';

interface PortOptions {
  readonly json?: true;
  readonly unredacted?: true;
  readonly story?: true;
  readonly how?: true;
}

const mostAtOnce = 256;

/** `reeve PORT ...` */
export async function explainPorts(
  context: Context,
  words: readonly string[],
  options: PortOptions,
): Promise<ExitCode> {
  const queries = parse(words);
  const answers = await answerPorts(queries, openRegistry(), await knockedAt(context, queries));
  if (options.json) context.out(toJson(document(answers, options.unredacted === true)));
  else
    context.out(
      `${(await texts(answers, context, options)).join(`\n\n${'─'.repeat(Math.min(context.columns, 40))}\n\n`)}\n`,
    );
  return worstExit(answers.map(exitOfAnswer));
}

function parse(words: readonly string[]): readonly PortQuery[] {
  const [first = ''] = words;
  if (!/^:?\d/.test(first.trim()) && words.every((word) => /^[a-z]/i.test(word))) {
    throw fail('PORT_INVALID', {
      asked: JSON.stringify(words.join(' ').slice(0, 60)),
      found: 'that is neither a command nor a port',
      todo: `Search by name with: reeve find ${words.join(' ').slice(0, 60)}`,
    });
  }
  const queries = words.flatMap((word) => parsePortQueries(word));
  if (queries.length <= mostAtOnce) return queries;
  throw fail('USAGE', {
    asked: `${queries.length} ports at once`,
    found: `more than ${mostAtOnce} make no answer that anybody reads`,
    todo: 'Ask for fewer, or list what listens with reeve ls',
  });
}

function document(answers: readonly PortAnswer[], unredacted: boolean): unknown {
  const items = answers.map((answer) => toPortDocument(answer, { unredacted }));
  if (items.length === 1) return items[0];
  return { ...envelope('portreeve/ports/1'), ports: items } satisfies PortsDocument;
}

async function texts(
  answers: readonly PortAnswer[],
  { columns, paint }: Context,
  options: PortOptions,
): Promise<readonly string[]> {
  const view = {
    room: columns,
    paint,
    story: options.story === true,
    unredacted: options.unredacted === true,
    now: Date.now() * 1000,
  };
  const pages = answers.map((answer) => portText(answer, view));
  if (!options.how) return pages;
  const { howText } = await import('../render/how.ts');
  return pages.map((page, index) => {
    const query = answers[index]?.query;
    return query === undefined ? page : `${page}\n\n${howText(query.port, query.transport, columns, paint)}`;
  });
}

/** Findings of the holders first; where nobody serves the port, 2, and 3 where not everything was seen. */
function exitOfAnswer(answer: PortAnswer): ExitCode {
  const { holders, state, visibility } = answer;
  const unseen: ExitCode = state === 'unknown' ? 3 : 0;
  if (holders.length > 0) return worstExit([exitOf(holders, visibility), unseen]);
  return isServed(answer) ? unseen : worstExit([2, unseen]);
}
