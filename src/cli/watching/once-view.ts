import { toReadDocument } from '../../contract/read-document.ts';
import type { InputSummary } from '../../watch/index.ts';
import type { WatchSettings } from '../commands/watch-options.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { portNames } from '../../answer/index.ts';
import { reportText } from '../render/knocks/report.ts';
import { rangeOnly, whoWords } from '../who.ts';
import type { Session, SessionView } from './session.ts';

const limit = { text: 20, json: 1000 } as const;

/** Nothing until the end, then one report, as of a file that was read. */
export function onceView(context: Context, { json, evidence }: WatchSettings, session: Session): SessionView {
  return {
    begin: () => undefined,
    event: () => undefined,
    decoy: () => undefined,
    tick: () => undefined,
    end: () => {
      const answer = {
        file: null,
        input: inputOf(session),
        findings: session.whole(),
        cannotTell: [],
        interrupted: false,
      };
      if (json) {
        context.out(toJson(toReadDocument(answer, { limit: limit.json, evidence, who: rangeOnly })));
        return;
      }
      const { columns: room, paint } = context;
      const who = (address: string): string | null => whoWords(rangeOnly(address));
      context.out(`${reportText(answer, { room, paint, limit: limit.text, portName: portNames(), who })}\n`);
    },
    left: new Promise(() => undefined),
  };
}

/** The watch as an input that was read from its begin to now. */
function inputOf(session: Session): InputSummary {
  const { packets, records, skipped } = session.counts();
  const { status, warnings } = session.status();
  return {
    format: 'live',
    unit: 'packets',
    count: packets,
    records,
    from: session.startedAt,
    to: Date.now() * 1000,
    skipped: skipped.map(({ name, packets: count }) => ({ reason: name, count, firstAt: 0 })),
    other: [],
    notes: [...warnings, `${status.join('; ')}.`],
    damaged: false,
  };
}
