import { knockEventItem } from '../../contract/knock-event-item.ts';
import type { ExitCode } from '../../core/errors.ts';
import type { KnockEvent } from '../../core/knock.ts';
import { announcer, portNames } from '../../answer/index.ts';
import type { Context } from '../context.ts';
import { interruption } from '../interruption.ts';
import { toJsonLine } from '../json.ts';
import { EventBook } from '../event-book.ts';
import { exitOfRead } from '../knock-exit.ts';
import { eventLine } from '../render/knocks/event-line.ts';
import { headline } from '../render/knocks/headline.ts';
import { openReading } from '../../watch/index.ts';
import type { Store } from '../../store/index.ts';
import type { ReadSettings } from './read-options.ts';

/** How often what was read is judged: events come within this. */
const every = 1000;

/** `reeve read --follow`: events as they come, until it is interrupted or standard input ends. */
export async function follow(context: Context, settings: ReadSettings): Promise<ExitCode> {
  const [file = '-'] = settings.files;
  const store = settings.store ? (await import('../storing.ts')).openKnockStore(context, null) : null;
  const reading = openReading(settings.reading);
  const book = new EventBook();
  const tell = telling(context, settings, store, book);
  const stop = interruption(file === '-' ? undefined : 0);
  if (context.interactive)
    context.err(`Following ${file === '-' ? 'standard input' : file}; Ctrl-C ends it.\n`);
  const look = (): void => {
    reading.flush();
    reading.events(Date.now() * 1000).forEach(tell);
  };
  const timer = setInterval(look, every);
  try {
    if (file === '-') await reading.read({ stream: process.stdin }, { signal: stop.signal });
    else await reading.follow(file, stop.signal);
    look();
    const { findings, input } = reading.answer();
    // Whoever keeps the events has each as it was at the end.
    reading.lastEvents().forEach(tell);
    if (!settings.json) context.out(`${context.paint.bold(headline(book.findings(findings)))}\n`);
    return book.exitCode === 1 ? 1 : exitOfRead(findings, input);
  } finally {
    clearInterval(timer);
    stop.stop();
    // A writer that goes on would keep this process.
    if (file === '-') process.stdin.destroy();
    store?.close();
  }
}

/** Prints an event where it tells something new; all of them go to the store. */
function telling(
  context: Context,
  { json, evidence }: ReadSettings,
  store: Store | null,
  book: EventBook,
): (event: KnockEvent) => void {
  const isNews = announcer();
  const view = { room: context.columns, paint: context.paint, portName: portNames() };
  return (event) => {
    store?.put(event);
    book.put(event);
    // A program may want every state; a person wants to read it.
    if (!json && !isNews(event)) return;
    context.out(json ? toJsonLine(knockEventItem(event, { evidence })) : `${eventLine(event, view)}\n`);
  };
}
