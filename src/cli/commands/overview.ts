import { hostname } from 'node:os';
import { agentPlace, agentSocket } from '../../agent/index.ts';
import type { AssessedListener } from '../../contract/listener-item.ts';
import type { ExitCode } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import { type VerdictLevel, verdictLevels } from '../../core/verdict.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { look } from '../../answer/index.ts';
import { ledger } from '../render/ledger.ts';
import { listenerTable } from '../render/listeners.ts';
import { levelMark } from '../render/style.ts';
import { counted, paragraph, width } from '../render/text.ts';
import { reasonsOf } from '../render/verdict.ts';
import { chosen, exitOf, listenersDocument } from '../listing.ts';

/** `reeve`: this machine's listeners with their verdicts, and what to ask next. */
export async function overview(
  context: Context,
  options: { json?: true; unredacted?: true },
): Promise<ExitCode> {
  const seen = await look({ detail: 'list', kinds: ['tcp', 'udp', 'sctp', 'dccp'], connected: false });
  const rows = chosen(seen.listeners, {});
  if (options.json) {
    context.out(toJson(listenersDocument(seen, rows, options.unredacted === true)));
    return exitOf(rows, seen.inspection.visibility);
  }
  const { columns, paint } = context;
  const agent =
    agentSocket(agentPlace(context.env)) === null
      ? []
      : await (await import('../agent-lines.ts')).agentLines(context, Date.now() * 1000);
  const lines = [
    ...headLines(rows, context),
    ...agent,
    '',
    ...(rows.length === 0 ? ['Nothing listens in what could be seen.'] : listenerTable(rows, columns, paint)),
    ...reasonsOf(rows, columns, paint),
    '',
    ledger(seen.inspection.visibility, columns, paint),
    '',
    paint.dim(
      paragraph(
        'reeve PORT explains one · reeve find WORDS searches the registry · reeve --help',
        columns,
        '',
      ),
    ),
  ];
  context.out(`${lines.join('\n')}\n`);
  return exitOf(rows, seen.inspection.visibility);
}

/** The host, how many listeners, and how many of each level, on as many lines as they need. */
function headLines(rows: readonly AssessedListener[], { paint, columns }: Context): readonly string[] {
  const count = (level: VerdictLevel): number => rows.filter(({ verdict }) => verdict.level === level).length;
  const name = harmless(hostname());
  const all = counted(rows.length, 'listener');
  const lines = [{ plain: `${name}: ${all}`, painted: `${paint.bold(name)}: ${all}` }];
  for (const level of verdictLevels.filter((one) => count(one) > 0)) {
    const plain = `${count(level)} x ${level}`;
    const painted = `${count(level)} ${levelMark(paint, level)}`;
    const last = lines.at(-1);
    if (last !== undefined && width(`${last.plain} · ${plain}`) <= columns) {
      last.plain += ` · ${plain}`;
      last.painted += ` · ${painted}`;
    } else lines.push({ plain: `  ${plain}`, painted: `  ${painted}` });
  }
  return lines.map(({ painted }) => painted);
}
