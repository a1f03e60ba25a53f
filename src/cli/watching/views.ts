import type { WatchSettings } from '../commands/watch-options.ts';
import type { Context } from '../context.ts';
import { lineView } from './line-view.ts';
import { onceView } from './once-view.ts';
import { screenView } from './screen-view.ts';
import type { Session, SessionView } from './session.ts';

/** A screen for who sits at a terminal, else lines; with `--once` a report at the end. */
export function viewOf(context: Context, settings: WatchSettings, session: Session): SessionView {
  if (settings.once) return onceView(context, settings, session);
  if (settings.json || !process.stdout.isTTY || !process.stdin.isTTY || context.env['TERM'] === 'dumb')
    return lineView(context, settings, session);
  return screenView(context, session);
}
