/*
 * The store's answers, read back from JSON: the agent gives them to the command line, and whoever answers on a socket
 * may be another version, or no agent at all.
 */
import { faces } from '../../core/feedback.ts';
import type {
  FeedbackList,
  KnockList,
  PortKnocks,
  SourceRecord,
  StoredEvent,
  StoreStatus,
  Timeline,
  TopCount,
} from '../store.ts';
import {
  count,
  finite,
  flag,
  list,
  object,
  oneOf,
  orNull,
  portNumber,
  read,
  type Reader,
  text,
  whole,
} from './check.ts';
import { eventOf } from './event.ts';
import { probe } from './probe.ts';

const tools = list(object({ tool: orNull(text), events: count }));
const summaries = { scan: 'scan', backscatter: 'victim', flood: 'flood', drops: 'drops' } as const;
const types = Object.keys(summaries) as (keyof typeof summaries)[];

const anything: Reader<unknown> = (value) => value;
const packets = object({ evidence: orNull(list(probe)) });

const event: Reader<StoredEvent['event']> = (value) => {
  const { type, key } = object({ type: oneOf(types), key: text })(value);
  const field = summaries[type];
  const inside = object<Record<string, unknown>>({ [field]: anything })(value)[field];
  return eventOf(type, key, inside, packets(inside).evidence ?? []);
};

const stored = object<StoredEvent>({ id: text, at: finite, event });

const knocks = object<KnockList>({ events: list(stored), skipped: count, more: flag });

const portKnocks = object<PortKnocks>({
  events: count,
  packets: count,
  sources: count,
  first: orNull(finite),
  last: orNull(finite),
  top: list(object({ source: text, packets: count })),
  tools,
  broad: count,
  complete: flag,
});

const source = orNull(
  object<SourceRecord>({
    address: text,
    events: count,
    together: count,
    packets: count,
    first: orNull(finite),
    last: orNull(finite),
    kinds: list(object({ kind: text, events: count })),
    tools,
    ports: list(object({ port: portNumber, transport: orNull(text), packets: count })),
    newest: knocks,
  }),
);

const states = [
  'ok',
  'full',
  'busy',
  'damaged',
  'refused',
  'other',
] as const satisfies readonly StoreStatus['state'][];

const status = object<StoreStatus>({
  state: oneOf(states),
  path: text,
  version: count,
  rows: count,
  types: list(object({ type: text, rows: count })),
  bytes: count,
  dropped: count,
  oldest: orNull(finite),
  newest: orNull(finite),
});

const feedback = object<FeedbackList>({
  votes: list(
    object({
      id: whole,
      vote: object({ page: text, face: oneOf(faces), comment: orNull(text), language: text, at: finite }),
    }),
  ),
  more: flag,
  pages: list(object({ page: text, no: count, partly: count, yes: count })),
});

const timeline = object<Timeline>({ from: finite, step: finite, events: list(count), packets: list(count) });
const top = list(object<TopCount>({ name: text, events: count, packets: count }));

const answers = {
  knocks,
  source,
  event: orNull(object({ found: stored, skipped: count })),
  portKnocks,
  status,
  feedback,
  timeline,
  top,
} as const;

type Answers = { readonly [Ask in keyof typeof answers]: ReturnType<(typeof answers)[Ask]> };

/** An answer that was made elsewhere; undefined where it is not as it should be. */
export function readAnswer<Ask extends keyof Answers>(ask: Ask, value: unknown): Answers[Ask] | undefined {
  const reader: Reader<unknown> = answers[ask];
  const answer = read<{ readonly value: unknown }>((given) => ({ value: reader(given) }), value);
  return answer === null ? undefined : (answer.value as Answers[Ask]);
}
