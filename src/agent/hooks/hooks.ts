import { announcer } from '../../answer/index.ts';
import type { NoticeDocument } from '../../contract/notice.ts';
import type { ListenerEvent } from '../../core/listener-event.ts';
import { Bucket } from './bucket.ts';
import { commandTeller } from './command.ts';
import { isIgnored, isIgnoredChange } from './ignoring.ts';
import type { HookCounts, Hooks } from './index.ts';
import { heldNotice, knockNotice, listenerNotice } from './notice.ts';
import type { HookSettings } from './settings.ts';
import { syslogTeller } from './syslog.ts';
import type { HookLog, Outcome, Surroundings, Teller } from './teller.ts';
import { webhookTeller } from './webhook.ts';

export interface HookSurroundings {
  /** This host's name, harmless. */
  readonly host: string;
  readonly log: HookLog;
  /** Microseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds until what was held back is summed up; for tests. */
  readonly summaryAfter?: number;
}

/** The same is not told again within this, however often a listener comes and goes. */
const sameChange = 60e6;
const mostRemembered = 10_000;

export function openHooks(settings: HookSettings, around: HookSurroundings): Hooks {
  const { host, log, now, summaryAfter = 60_000 } = around;
  const counts = { sent: 0, failed: 0, held: 0 };
  const count = (outcome: Outcome): void => {
    counts[outcome] += 1;
  };
  const tellers = tellersFor(settings, { log, count });
  const isNews = announcer(mostRemembered);
  const isNewChange = changeAnnouncer(now);
  const bucket = new Bucket(settings.perMinute);
  let held = 0;
  let heldSince = 0;
  let summary: NodeJS.Timeout | undefined;

  const tellAll = (notice: NoticeDocument): void => {
    for (const teller of tellers) teller.tell(notice);
  };
  const sumUp = (): void => {
    clearTimeout(summary);
    summary = undefined;
    if (held > 0) tellAll(heldNotice(host, held, heldSince));
    held = 0;
  };
  /** The notice is only made where it is told: a flood of news must not cost a document each. */
  const tell = (make: () => NoticeDocument): void => {
    if (bucket.take(now())) return tellAll(make());
    if (held === 0) heldSince = now();
    held += 1;
    counts.held += 1;
    summary ??= setTimeout(sumUp, summaryAfter).unref();
  };

  return {
    onKnock: (event, id) => {
      if (tellers.length === 0 || isIgnored(event, settings.ignore) || !isNews(event)) return;
      tell(() => knockNotice(host, event, id));
    },
    onListener: (change) => {
      if (tellers.length === 0 || isIgnoredChange(change, settings.ignore) || !isNewChange(change)) return;
      tell(() => listenerNotice(host, change));
    },
    counts: (): HookCounts => ({ ...counts }),
    close: async (graceMs) => {
      sumUp();
      await Promise.all(tellers.map((teller) => teller.close(graceMs)));
    },
  };
}

function tellersFor({ command, webhook, syslog }: HookSettings, around: Surroundings): readonly Teller[] {
  return [
    ...(command === null ? [] : [commandTeller(command, around)]),
    ...(webhook === null ? [] : [webhookTeller(webhook, around)]),
    ...(syslog === null ? [] : [syslogTeller(syslog, around)]),
  ];
}

/** A listener that comes and goes is told once for each state, and again after a while. */
function changeAnnouncer(now: () => number): (change: ListenerEvent) => boolean {
  const told = new Map<string, number>();
  return ({ kind, transport, port, address, holder, verdict }) => {
    const key = JSON.stringify([kind, transport, port, address, holder, verdict]);
    const at = now();
    const before = told.get(key);
    if (before !== undefined && Math.abs(at - before) < sameChange) return false;
    told.delete(key);
    told.set(key, at);
    const [oldest] = told.keys();
    if (told.size > mostRemembered && oldest !== undefined) told.delete(oldest);
    return true;
  };
}
