import type { KnockList, StoreReader, Timeline, TopCount } from '../../../store/index.ts';
import type { MachineView } from '../../view.ts';
import { type Asked, chosenOf } from './asked.ts';

/** All that the page shows, of one range and one choice. */
export interface Found {
  readonly timeline: Timeline;
  readonly ports: readonly TopCount[];
  readonly sources: readonly TopCount[];
  readonly tools: readonly TopCount[];
  readonly kinds: readonly TopCount[];
  readonly list: KnockList;
  /** Events of the range, whatever the filters: tells an empty time from a filter that hides all. */
  readonly inRange: boolean;
}

const spans = 96;
const shown = 8;

/** Viewers who look at the same thing at the same time cost one question. Microseconds. */
const keptFor = 2_000_000;
const mostKept = 16;
const kept = new WeakMap<MachineView, Map<string, { readonly at: number; readonly found: Promise<Found> }>>();

/** @throws ReeveError where the store cannot answer */
export function findKnocks(
  machine: MachineView,
  store: StoreReader,
  asked: Asked,
  now: number,
): Promise<Found> {
  const known = kept.get(machine) ?? new Map<string, { at: number; found: Promise<Found> }>();
  kept.set(machine, known);
  const key = JSON.stringify([asked.preset ?? [asked.since, asked.until], chosenOf(asked), asked.limit]);
  const before = known.get(key);
  if (before !== undefined && now - before.at < keptFor && now > before.at) return before.found;
  const found = ask(store, asked);
  known.delete(key);
  known.set(key, { at: now, found });
  const [oldest] = known.keys();
  if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
  found.catch(() => known.delete(key));
  return found;
}

/** Each question may take a tenth of a second of a full store: others are served between them. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function ask(store: StoreReader, asked: Asked): Promise<Found> {
  const range = { since: asked.since, until: asked.until };
  const { transport, ...chosen } = chosenOf(asked);
  const counted = { ...range, ...chosen, limit: shown };
  const timeline = store.timeline({ ...range, ...chosen, spans });
  await turn();
  const ports = store.top({ ...counted, by: 'port' });
  await turn();
  const sources = store.top({ ...counted, by: 'source' });
  await turn();
  const tools = store.top({ ...counted, by: 'tool' });
  await turn();
  const kinds = store.top({ ...counted, by: 'kind', limit: 12 });
  await turn();
  const on = transport === undefined ? {} : { transport };
  const list = store.knocks({ ...range, ...chosen, ...on, limit: asked.limit });
  const inRange = list.events.length > 0 || store.knocks({ ...range, limit: 1 }).events.length > 0;
  return { timeline, ports, sources, tools, kinds, list, inRange };
}
