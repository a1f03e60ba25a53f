import { z } from 'zod';
import { port, visibility } from './parts.ts';

const place = { protocol: z.string().nullable(), port: port.nullable() };
const line = z.int().nullable().describe('The line of the policy that it is about');

/** `portreeve/check/1` */
export const checkDocument = z.strictObject({
  schema: z.literal('portreeve/check/1'),
  generatedAt: z.iso.datetime(),
  policy: z.string(),
  differences: z.array(
    z.strictObject({
      kind: z.enum(['unexpected', 'replaced', 'scope', 'moved', 'outsider', 'missing']),
      ...place,
      scope: z.string().nullable(),
      text: z.string(),
      line,
      direction: z.enum(['widened', 'narrowed', 'changed']).nullable().describe('For scope'),
      fields: z
        .array(z.strictObject({ field: z.string(), wanted: z.string(), found: z.string().nullable() }))
        .describe('For replaced'),
    }),
  ),
  couldNotTell: z.array(z.strictObject({ ...place, text: z.string(), line })),
  visibility,
});

export type CheckDocument = z.infer<typeof checkDocument>;
