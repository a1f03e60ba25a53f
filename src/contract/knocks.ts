// The documents of the store: what was seen, one source, one event, the store itself.
import { z } from 'zod';
import { knockKinds } from '../core/knock.ts';
import { transports } from '../core/transport.ts';
import { head, port } from './parts.ts';
import { who } from './read.ts';
import { drops, flood, scan, victim } from './scan.ts';

const count = z.int().min(0);
const text = z.string();
const time = z.iso.datetime();

const of = <Type extends string>(type: Type) => ({
  id: text.describe('As people type it: e12'),
  at: time.describe('When it was last seen, at most when it was stored'),
  type: z.literal(type),
});

const storedEvent = z.discriminatedUnion('type', [
  z.strictObject({ ...of('scan'), scan }),
  z.strictObject({ ...of('backscatter'), victim }),
  z.strictObject({ ...of('flood'), flood }),
  z.strictObject({ ...of('drops'), drops }),
]);

const list = {
  events: z.array(storedEvent).describe('Without their packets'),
  more: z.boolean().describe('There are more than the limit'),
  skipped: count.describe('Rows of the store that are not as they were written'),
};

const tools = z
  .array(z.strictObject({ tool: text.nullable(), events: count }))
  .describe('Of the scans; null: unknown');

/** `portreeve/knocks/1` */
export const knocksDocument = z.strictObject({
  ...head('portreeve/knocks/1'),
  store: text.describe('The file'),
  asked: z.strictObject({
    since: time.nullable(),
    until: time.nullable(),
    port: port.nullable(),
    transport: z.enum(transports).nullable(),
    source: text.nullable(),
    tool: text.nullable(),
    kind: z.enum([...knockKinds, 'backscatter', 'flood', 'drops']).nullable(),
    limit: count,
  }),
  ...list,
});

/** `portreeve/source/1` */
export const sourceDocument = z.strictObject({
  ...head('portreeve/source/1'),
  store: text,
  address: text,
  who,
  events: count.describe('Its own'),
  together: count.describe('Events in which it acts, or seems to act, with others'),
  packets: count.describe('Of its own events'),
  first: time.nullable(),
  last: time.nullable(),
  kinds: z.array(z.strictObject({ kind: text, events: count })),
  tools,
  ports: z
    .array(z.strictObject({ port, transport: text.nullable(), packets: count }))
    .describe('The busiest'),
  newest: z.strictObject(list),
});

/** `portreeve/event/1` */
export const eventDocument = z.strictObject({
  ...head('portreeve/event/1'),
  store: text,
  event: storedEvent.describe('With the packets behind it'),
  relations: z
    .array(
      z.strictObject({
        name: text,
        text: text,
        holds: count.describe('In how many of the packets shown'),
        tried: count,
      }),
    )
    .describe('Relations between header fields, worked out again from the packets'),
  skippedPackets: count.describe('Packets that are not as they were written'),
});

/** `portreeve/store/1` */
export const storeDocument = z.strictObject({
  ...head('portreeve/store/1'),
  path: text,
  version: count,
  rows: count,
  types: z.array(z.strictObject({ type: text, rows: count })),
  bytes: count,
  oldest: time.nullable(),
  newest: time.nullable(),
  retention: z.strictObject({ days: count, bytes: count }),
  faults: z.array(text).nullable().describe('What is damaged in the file; null: not looked for'),
  compaction: z
    .strictObject({ before: count, after: count, deleted: count })
    .nullable()
    .describe(
      'Bytes before and after, and events that were past their time; null: only the status was asked',
    ),
});

/** Part of `portreeve/port/1` */
export const portKnocks = z.strictObject({
  events: count,
  packets: count.describe('To this port'),
  sources: count,
  first: time.nullable(),
  last: time.nullable(),
  top: z.array(z.strictObject({ source: text, packets: count })),
  tools,
  broad: count.describe(
    'Further scans of so many ports that not each is on record: this one may be among them',
  ),
  complete: z.boolean().describe('false: only the newest events were counted'),
});

export type StoredEventItem = z.infer<typeof storedEvent>;
export type KnocksDocument = z.infer<typeof knocksDocument>;
export type SourceDocument = z.infer<typeof sourceDocument>;
export type EventDocument = z.infer<typeof eventDocument>;
export type StoreDocument = z.infer<typeof storeDocument>;
export type PortKnocksItem = z.infer<typeof portKnocks>;
