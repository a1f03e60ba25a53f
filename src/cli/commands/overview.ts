import { agentPlace, agentSocket } from '../../agent/index.ts';
import type { ExitCode } from '../../core/errors.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { look } from '../../answer/index.ts';
import { overviewText } from '../render/overview.ts';
import { paragraph } from '../render/text.ts';
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
    ...overviewText(rows, seen.inspection.visibility, context, agent),
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
