import { z } from 'zod';
import { head, visibility } from './parts.ts';

const text = z.string();

/** `portreeve/status/1`: how the agent is */
export const statusDocument = z.strictObject({
  ...head('portreeve/status/1'),
  version: text,
  host: text,
  startedAt: z.iso.datetime(),
  /** Ready: a first look was made, pages are served. */
  ready: z.boolean(),
  listeners: z.strictObject({
    count: z.int(),
    lookedAt: z.iso.datetime().nullable(),
    trouble: text.nullable().describe('Why the table is not fresh; null: it is'),
  }),
  visibility,
  capture: z.strictObject({
    state: z.enum(['watching', 'not-permitted', 'off']),
    interfaces: z.array(text),
    why: text.nullable(),
    missing: z.array(text).describe('Capabilities that are missing: CAP_NET_RAW'),
    packets: z.int(),
    dropped: z.int(),
  }),
  store: z.strictObject({
    state: z.enum(['ok', 'none', 'full', 'busy', 'damaged', 'refused', 'other']),
    path: text.nullable(),
    rows: z.int().nullable(),
    bytes: z.int().nullable(),
    dropped: z.int(),
    trouble: text.nullable(),
  }),
  registry: z.strictObject({ source: text, date: text.nullable() }),
  addresses: z.array(text).describe('Where pages are served: http://127.0.0.1:7678'),
  viewers: z.int().describe('Who follows live now'),
  hooks: z.strictObject({ sent: z.int(), failed: z.int(), held: z.int() }),
});

export type StatusDocument = z.infer<typeof statusDocument>;
