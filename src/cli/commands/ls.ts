import type { AssessedListener } from '../../contract/listener-item.ts';
import type { ExitCode } from '../../core/errors.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { chosen, exitOf, kindsOf, listenersDocument, type ListOptions, orderOf } from '../listing.ts';
import { look, type Look } from '../../answer/index.ts';
import { ledger } from '../render/ledger.ts';
import { listenerTable } from '../render/listeners.ts';
import { reasonsOf } from '../render/verdict.ts';

/** `reeve ls` */
export async function list(context: Context, options: ListOptions): Promise<ExitCode> {
  orderOf(options);
  if (options.watch !== undefined) {
    const { watchListeners } = await import('./ls-watch.ts');
    return watchListeners(context, options);
  }
  const seen = await look({ detail: 'list', kinds: kindsOf(options), connected: options.all === true });
  const rows = chosen(seen.listeners, options);
  if (options.json) context.out(toJson(listenersDocument(seen, rows, options.unredacted === true)));
  else context.out(`${listText(seen, rows, context)}\n`);
  return exitOf(rows, seen.inspection.visibility);
}

function listText(
  { inspection }: Look,
  rows: readonly AssessedListener[],
  { columns, paint }: Context,
): string {
  const body =
    rows.length === 0 ? ['Nothing that was asked for listens here.'] : listenerTable(rows, columns, paint);
  const why = reasonsOf(rows, columns, paint);
  return [...body, ...why, '', ledger(inspection.visibility, columns, paint)].join('\n');
}
