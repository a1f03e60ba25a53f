import { z } from 'zod';
import { head, port } from './parts.ts';
import { portDocument } from './port.ts';

/** `portreeve/ranges/1` */
export const rangesDocument = z.strictObject({
  ...head('portreeve/ranges/1'),
  source: z.strictObject({ name: z.string(), date: z.string().nullable() }).nullable(),
  ranges: z.array(portDocument.shape.range).describe('The three ranges of RFC 6335'),
  namedRanges: z
    .array(z.strictObject({ from: port, to: port, service: z.string() }))
    .describe('Services with several ports by one registration'),
});

export type RangesDocument = z.infer<typeof rangesDocument>;
