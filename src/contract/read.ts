import { z } from 'zod';
import { head } from './parts.ts';
import { drops, flood, scan, victim } from './scan.ts';

const count = z.int().min(0);
const time = z.iso.datetime().nullable();
const named = z.array(z.strictObject({ name: z.string(), packets: count }));

/** What is known of an address from the address itself, lists and registers; null: unknown, or not asked for. */
export const who = z.strictObject({
  range: z
    .strictObject({ name: z.string(), text: z.string() })
    .nullable()
    .describe('A range set aside: private, documentation, multicast'),
  list: z.string().nullable().describe('What the list of known scanners calls it'),
  country: z.string().nullable(),
  asn: z.int().nullable(),
  organisation: z.string().nullable(),
  name: z.string().nullable().describe('By reverse DNS; only with --resolve'),
  nameConfirmed: z.boolean().nullable().describe('The name leads back to the address'),
  abuse: z.string().nullable().describe('Mail address for complaints; only with --rdap'),
});

/** `portreeve/read/1` */
export const readDocument = z.strictObject({
  ...head('portreeve/read/1'),
  file: z.string().nullable().describe('null: standard input'),
  interrupted: z.boolean().describe('The reading was ended before the input ended'),
  input: z.strictObject({
    format: z.string(),
    packets: count.nullable().describe('null for a log'),
    lines: count.nullable().describe('null for a capture'),
    records: count.describe('Packets or lines that could be decoded'),
    from: time,
    to: time,
    damaged: z.boolean(),
    skipped: z.array(
      z.strictObject({
        reason: z.string(),
        count,
        firstAt: count.describe('Byte offset in a capture, line number from 1 in a log'),
      }),
    ),
    cannotTell: z.array(z.string()),
    notes: z.array(z.string()),
  }),
  totals: z.strictObject({
    packets: count.describe('Packets that the records stand for'),
    scans: count,
    listed: count.describe('How many of them are listed in `scans`'),
    lighter: count.describe(
      'Sources that were counted and not judged, as they sent least; --limit all judges them',
    ),
    sourcesExact: z.boolean(),
  }),
  sources: count,
  scans: z.array(scan.extend({ who: who.nullable() })),
  backscatter: z.strictObject({ packets: count, victims: z.array(victim) }),
  floods: z.array(flood),
  drops: z.array(drops),
  other: named.describe('What is neither a probe nor an answer to forged packets'),
});

/** `portreeve/reads/1`: several inputs, in their order */
export const readsDocument = z.strictObject({
  ...head('portreeve/reads/1'),
  reads: z.array(readDocument),
  failed: z
    .array(
      z.strictObject({ code: z.string(), asked: z.string(), found: z.string(), todo: z.string().nullable() }),
    )
    .describe('Inputs of which nothing could be read'),
});

export type WhoItem = z.infer<typeof who>;
export type ReadDocument = z.infer<typeof readDocument>;
export type ReadsDocument = z.infer<typeof readsDocument>;
