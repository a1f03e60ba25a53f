// What happened over a time: changes of listeners, events in spans, what occurs most.
import { z } from 'zod';
import { transports } from '../core/transport.ts';
import { head, port } from './parts.ts';

const count = z.int().min(0);
const text = z.string();
const time = z.iso.datetime();

/** `portreeve/changes/1` */
export const changesDocument = z.strictObject({
  ...head('portreeve/changes/1'),
  asked: z.strictObject({
    since: time.nullable(),
    until: time.nullable(),
    port: port.nullable(),
    limit: count,
  }),
  changes: z
    .array(
      z.strictObject({
        id: text.describe('As people type it: c12'),
        at: time.nullable(),
        kind: z.enum(['opened', 'closed', 'restarted', 'replaced']),
        transport: z.enum([...transports, 'raw', 'packet']),
        port: port.nullable(),
        address: text,
        exposure: text,
        holder: text.nullable().describe('In a few words; null: hidden'),
        before: text.nullable().describe('Who held it before'),
        verdict: text,
      }),
    )
    .describe('The newest first'),
  more: z.boolean().describe('There are more than the limit'),
});

/** `portreeve/timeline/1` */
export const timelineDocument = z.strictObject({
  ...head('portreeve/timeline/1'),
  asked: z.strictObject({
    since: time.nullable(),
    until: time.nullable(),
    port: port.nullable(),
    source: text.nullable(),
  }),
  from: time.nullable().describe('Where the first span begins'),
  seconds: z.number().min(0).describe('The length of each span'),
  events: z.array(count).describe('A span each; an event counts where it was last seen'),
  packets: z.array(count),
});

export const topBy = ['port', 'source', 'tool', 'kind'] as const;

/** `portreeve/top/1` */
export const topDocument = z.strictObject({
  ...head('portreeve/top/1'),
  asked: z.strictObject({
    by: z.enum(topBy),
    since: time.nullable(),
    until: time.nullable(),
    limit: count,
  }),
  top: z.array(
    z.strictObject({
      name: text.describe('A port, an address, a tool (unknown), a kind'),
      events: count,
      packets: count,
    }),
  ),
});

export type ChangesDocument = z.infer<typeof changesDocument>;
export type TimelineDocument = z.infer<typeof timelineDocument>;
export type TopDocument = z.infer<typeof topDocument>;
