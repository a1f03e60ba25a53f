import { type Registry, updateRegistry } from '../../registry/index.ts';
import type { Log } from './log.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Never at the start: a machine that is just coming up has no network yet, and restarts are no reason to ask anew. */
const firstAfter = hour;
const olderThan = 7 * day;

export interface RefreshOptions {
  readonly registry: Registry;
  readonly log: Log;
  /** The record is another one now. */
  readonly onFresh: () => void;
  /** Milliseconds. */
  readonly now?: () => number;
  readonly update?: (registry: Registry) => Promise<unknown>;
}

/** Fetches IANA's record anew when it is a week old; a failure is logged, and tried again a day later. */
export function refreshWeekly({
  registry,
  log,
  onFresh,
  now = Date.now,
  update = fetchAnew,
}: RefreshOptions) {
  let timer: NodeJS.Timeout | null = null;
  const next = (milliseconds: number): void => {
    timer = setTimeout(() => void refresh(), milliseconds).unref();
  };
  const refresh = async (): Promise<void> => {
    const fetched = fetchedAt(registry);
    if (fetched !== null && now() - fetched < olderThan) return next(day);
    try {
      await update(registry);
      registry.close();
      log('info', "IANA's record of ports was fetched anew");
      onFresh();
    } catch (error) {
      log('info', "IANA's record of ports could not be fetched; what is there stays in use", {
        reason: error instanceof Error ? error.message : String(error),
      });
    }
    next(day);
  };
  next(firstAfter);
  return { refresh, stop: () => void (timer !== null && clearTimeout(timer)) };
}

const fetchAnew = async ({ places }: Registry): Promise<unknown> =>
  await updateRegistry({ to: places.ownTable });

function fetchedAt(registry: Registry): number | null {
  const times = registry
    .status()
    .layers.filter(({ layer, used }) => layer === 'full' && used)
    .map((layer) => Date.parse(layer.fetchedAt ?? ''))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? null : Math.max(...times);
}
