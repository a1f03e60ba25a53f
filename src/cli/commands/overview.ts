import { hostname } from 'node:os';
import type { AssessedListener } from '../../contract/listener-item.ts';
import type { ExitCode } from '../../core/errors.ts';
import { type VerdictLevel, verdictLevels } from '../../core/verdict.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { look } from '../look.ts';
import { ledger } from '../render/ledger.ts';
import { listenerTable } from '../render/listeners.ts';
import { levelMark } from '../render/style.ts';
import { counted, paragraph } from '../render/text.ts';
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
    return exitOf(rows);
  }
  const { columns, paint } = context;
  const lines = [
    `${paint.bold(hostname())}: ${counted(rows.length, 'listener')}${levels(rows, context)}`,
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
  return exitOf(rows);
}

function levels(rows: readonly AssessedListener[], { paint }: Context): string {
  const count = (level: VerdictLevel): number => rows.filter(({ verdict }) => verdict.level === level).length;
  const parts = verdictLevels
    .filter((level) => count(level) > 0)
    .map((level) => `${count(level)} ${levelMark(paint, level)}`);
  return parts.length === 0 ? '' : ` · ${parts.join(' · ')}`;
}
