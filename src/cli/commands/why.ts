import { toEventDocument } from '../../contract/knocks-document.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { seenIn } from '../../core/knock.ts';
import { askStore } from '../asking.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { relations } from '../../answer/index.ts';
import { whyText } from '../render/knocks/why.ts';

/** `reeve why EVENT`: 0; 2 where there is no such event. */
export async function why(context: Context, name: string, options: { json?: true }): Promise<ExitCode> {
  // A longer one is none, and the agent takes no longer one.
  const { path, answer } = await askStore(context, { ask: 'event', id: name.slice(0, 100) });
  if (answer === null) throw unknownEvent(name);
  const { found, skipped } = answer;
  const shown = relations(seenIn(found.event).evidence);
  if (options.json) context.out(toJson(toEventDocument(path, answer, shown)));
  else context.out(`${whyText(found, { skipped, relations: shown, now: Date.now() * 1000 }, context)}\n`);
  return 0;
}

const unknownEvent = (name: string): Error =>
  fail('EVENT_UNKNOWN', {
    asked: `the event ${JSON.stringify(name.slice(0, 30))}`,
    found: /^e?\d+$/i.test(name) ? 'there is none of this name, or no longer' : 'that is no name of an event',
    todo: 'List those on record with reeve knocks; they are called e1, e2 and so on',
  });
