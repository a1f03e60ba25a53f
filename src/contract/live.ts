import { z } from 'zod';
import { knockEvent } from './knock-event.ts';
import { port } from './parts.ts';
import { listenerChange } from './small.ts';

/**
 * `portreeve/live/1`: the `data` of each server-sent event of `/api/v1/live`, whose name is its `type`. The event's id
 * (`EPOCH-N`) is sent back as `Last-Event-ID` or `?after=`.
 */
export const liveMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('listener'), change: listenerChange }),
  z.strictObject({
    type: z.literal('knock'),
    id: z.string().nullable().describe('As in the store, e12; null: not stored'),
    event: knockEvent,
  }),
  z.strictObject({
    type: z.literal('ports'),
    flickers: z
      .array(
        z.strictObject({
          transport: z.enum(['tcp', 'udp']),
          ports: z.array(z.tuple([port, z.int()])).describe('Port and packets since the last such message'),
        }),
      )
      .describe('Ports that were knocked at'),
    left: z.int().describe('So many ports more were knocked at'),
  }),
  z.strictObject({ type: z.literal('status') }).describe('The state changed: ask for portreeve/status/1'),
  z.strictObject({ type: z.literal('resync') }).describe('Something was missed: load everything anew'),
]);

export type LiveDocument = z.infer<typeof liveMessage>;
