import { z } from 'zod';
import { transports } from '../core/transport.ts';
import { knockEvent } from './knock-event.ts';
import { head, port } from './parts.ts';

/** `portreeve/notice/1`: what people's hooks are told: a knock, a change of a listener, or that news were held back */
export const noticeDocument = z.strictObject({
  ...head('portreeve/notice/1'),
  host: z.string(),
  kind: z.enum(['knock', 'listener', 'held']),
  text: z.string().describe('In a sentence, harmless to show'),
  id: z.string().nullable().describe('The event in the store, e12; null: not stored'),
  knock: knockEvent.nullable(),
  listener: z
    .strictObject({
      kind: z.enum(['opened', 'closed', 'restarted', 'replaced']),
      at: z.iso.datetime().nullable(),
      transport: z.enum([...transports, 'raw', 'packet']),
      port: port.nullable(),
      address: z.string(),
      exposure: z.string(),
      holder: z.string().nullable().describe('In a few words; null: hidden'),
      before: z.string().nullable().describe('Who held it before'),
      verdict: z.string(),
    })
    .nullable(),
  held: z
    .strictObject({ count: z.int().min(1), since: z.iso.datetime().nullable() })
    .nullable()
    .describe('How many notices were held back by the rate limit'),
});

export type NoticeDocument = z.infer<typeof noticeDocument>;
