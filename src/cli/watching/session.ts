import type { ExitCode } from '../../core/errors.ts';
import type { KnockEvent } from '../../core/knock.ts';
import type { Store } from '../../store/index.ts';
import { createAnalysis, type DecoyRecord, type Findings, type Watch } from '../../watch/index.ts';
import { announcer, Following, listening, ownAddresses, withDrops } from '../../answer/index.ts';
import type { WatchSettings } from '../commands/watch-options.ts';
import type { Context } from '../context.ts';
import { EventBook } from '../event-book.ts';
import { openKnockStore } from '../storing.ts';
import { notStored } from './not-stored.ts';
import { Rates } from './rates.ts';
import { statusOf } from './status.ts';
import { endOf } from './end.ts';
import { viewOf } from './views.ts';

/** How often what was seen is told and drawn. */
const every = 1000;
/** How often it is looked which ports are in use: a service that starts is taken for none at the most this long. */
const listenersEvery = 3000;
/** The live view shows these; the store has all. */
const mostEvents = 200;

/** What a view may ask of the running watch. */
export interface Session {
  readonly startedAt: number;
  readonly interfaces: readonly string[];
  /** What stands now. */
  readonly findings: () => Findings;
  /** What was found since the beginning. */
  readonly whole: () => Findings;
  readonly rates: () => readonly number[];
  readonly events: () => readonly KnockEvent[];
  readonly status: () => { readonly status: readonly string[]; readonly warnings: readonly string[] };
  readonly counts: () => ReturnType<Watch['counts']>;
}

/** How a watch is shown: on a screen, in lines, as JSON, or as one report at the end. */
export interface SessionView {
  readonly begin: () => void;
  readonly event: (event: KnockEvent) => void;
  readonly decoy: (record: DecoyRecord) => void;
  /** Once a second. */
  readonly tick: () => void;
  readonly end: (reason: string) => void;
  /** Resolves where the view itself is to be left. */
  readonly left: Promise<void>;
}

const micros = (): number => Date.now() * 1000;

/** Watches until it is ended; everything foreign is parsed here, without privileges. */
export async function runSession(context: Context, settings: WatchSettings, watch: Watch): Promise<ExitCode> {
  const ports = await listening();
  const analysis = createAnalysis({
    thresholds: settings.thresholds,
    own: ownAddresses(),
    listens: ports.listens,
  });
  const troubles: string[] = [];
  const store = openStoreOrNot(context, settings, (sentence) => void troubles.push(sentence));
  // Asked once: it counts rows, and nobody waits for that at each frame.
  const storePath = store?.status().path ?? null;
  const rates = new Rates();
  const events: KnockEvent[] = [];
  const book = new EventBook();
  let decoyed = 0;
  let ended: Findings | null = null;
  const session: Session = {
    startedAt: micros(),
    interfaces: watch.interfaces,
    findings: () => withDrops(following.latest, watch),
    whole: () => ended ?? book.findings(withDrops(analysis.findings(), watch)),
    rates: () => rates.all,
    events: () => events,
    counts: () => watch.counts(),
    status: () =>
      statusOf({
        watch,
        silent: settings.silent,
        decoyed,
        troubles,
        store: storePath,
        listeners: ports.count(),
      }),
  };
  const view = viewOf(context, settings, session);
  const isNews = announcer();
  const tell = (event: KnockEvent): void => {
    store?.put(event);
    book.put(event);
    if (settings.json) view.event(event);
    if (!isNews(event)) return;
    events.push(event);
    if (events.length > mostEvents) events.shift();
    if (!settings.json) view.event(event);
  };
  const following = new Following({ analysis, drops: () => watch.counts().drops, tell, now: micros });
  const look = (): void => {
    rates.add(watch.counts().packets);
    following.look();
    view.tick();
  };
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  watch.begin({
    sink: (batch) => analysis.add(batch),
    listens: ports.listens,
    onError: (error) => fail(error),
    onDecoy: (record) => {
      decoyed++;
      view.decoy(record);
    },
  });
  view.begin();
  const timers = [
    setInterval(look, every),
    setInterval(
      () => void ports.refresh().catch((error: unknown) => troubles.push(String(error))),
      listenersEvery,
    ),
  ];
  const end = endOf(settings.lasting, watch.stopped, view.left);
  let reason = 'it failed';
  try {
    reason = await Promise.race([end.reason, failed]);
    await watch.close();
    following.judge();
    look();
    ended = session.whole();
    following.finish();
  } finally {
    timers.forEach(clearInterval);
    end.stop();
    await watch.close();
    store?.close();
    view.end(reason);
  }
  return book.exitCode;
}

/** Where storing fails, watching goes on and says so. */
function openStoreOrNot(
  context: Context,
  { keep, store }: WatchSettings,
  onTrouble: (sentence: string) => void,
): Store | null {
  if (!keep) return null;
  try {
    return openKnockStore(context, store, onTrouble);
  } catch (error) {
    onTrouble(`what is seen is not stored: ${notStored(error)}`);
    return null;
  }
}
