import { decoyItem, knockEventItem } from '../../contract/knock-event-item.ts';
import type { WatchSettings } from '../commands/watch-options.ts';
import type { Context } from '../context.ts';
import { toJsonLine } from '../json.ts';
import { portNames } from '../../answer/index.ts';
import { decoyLine, eventLine } from '../render/knocks/event-line.ts';
import { headline } from '../render/knocks/headline.ts';
import { counted } from '../render/text.ts';
import type { Session, SessionView } from './session.ts';

/** One line, or with `--json` one object a line, for each event; warnings go to standard error, each once. */
export function lineView(context: Context, { json, evidence }: WatchSettings, session: Session): SessionView {
  const view = { room: context.columns, paint: context.paint, portName: portNames() };
  const warned = new Set<string>();
  const warn = (): void => {
    for (const text of session.status().warnings) {
      // The counts in it grow; it is the same warning.
      const kind = text.replaceAll(/\d[\d,]*/g, '#');
      if (warned.has(kind)) continue;
      warned.add(kind);
      context.err(`reeve: ${text}\n`);
    }
  };
  return {
    begin: () => {
      if (context.interactive) context.err(`Watching ${place(session)}; Ctrl-C ends it.\n`);
    },
    event: (event) =>
      context.out(json ? toJsonLine(knockEventItem(event, { evidence })) : `${eventLine(event, view)}\n`),
    decoy: (record) => context.out(json ? toJsonLine(decoyItem(record)) : `${decoyLine(record, view)}\n`),
    tick: warn,
    end: () => {
      warn();
      if (!json) context.out(`${summary(context, session)}\n`);
    },
    left: new Promise(() => undefined),
  };
}

const place = ({ interfaces }: Session): string =>
  interfaces.length === 0 ? 'every interface' : interfaces.join(', ');

/** What was seen, in a sentence or two. */
export const summary = ({ paint }: Context, session: Session): string => {
  const { packets } = session.counts();
  return `${paint.bold(headline(session.whole()))} ${counted(packets, 'packet')} seen on ${place(session)}.`;
};
