// The documents of `reeve registry` and `reeve find`.
import { z } from 'zod';
import { transports } from '../core/transport.ts';
import { head, port } from './parts.ts';

const text = z.string();
const source = z.strictObject({ name: text, date: text.nullable() });
const counts = z.strictObject({
  records: z.int(),
  assignedKeys: z.int().describe('Pairs of port and transport that are assigned'),
  names: z.int(),
  withoutPort: z.int(),
});

/** `portreeve/find/1` */
export const findDocument = z.strictObject({
  ...head('portreeve/find/1'),
  words: text,
  results: z.array(
    z.strictObject({
      port: port.nullable().describe('null: a name that is registered without a port'),
      toPort: port.nullable(),
      transports: z.array(z.enum(transports)),
      service: text.nullable(),
      description: text,
      score: z.number(),
      why: text,
    }),
  ),
});

/** `portreeve/registry-status/1` */
export const registryStatusDocument = z.strictObject({
  ...head('portreeve/registry-status/1'),
  layers: z.array(
    z.strictObject({
      layer: z.enum(['full', 'embedded', 'host']),
      whose: z.enum(['own', 'system']).nullable(),
      present: z.boolean(),
      used: z.boolean(),
      path: text,
      source: source.nullable(),
      url: text.nullable(),
      fetchedAt: text.nullable(),
      dataUpTo: text.nullable(),
      ageDays: z.int().nullable(),
      counts: counts.nullable(),
      problem: text.nullable(),
    }),
  ),
  notes: z.array(text),
});

/** `portreeve/registry-update/1` */
export const registryUpdateDocument = z.strictObject({
  ...head('portreeve/registry-update/1'),
  path: text,
  from: text,
  source,
  dataUpTo: text.nullable(),
  counts,
  previous: z.strictObject({ source: source.nullable(), records: z.int() }).nullable(),
  notes: z.array(text),
});

/** `portreeve/registry-verify/1` */
export const registryVerifyDocument = z.strictObject({
  ...head('portreeve/registry-verify/1'),
  ok: z.boolean(),
  tables: z.array(
    z.strictObject({ layer: z.enum(['full', 'embedded']), path: text, problems: z.array(text) }),
  ),
  dossiers: z.array(z.strictObject({ id: text, problems: z.array(text), notChecked: z.array(text) })),
  against: z
    .strictObject({ layer: z.enum(['full', 'embedded']), name: text, date: text.nullable() })
    .nullable(),
});

export type FindDocument = z.infer<typeof findDocument>;
export type RegistryStatusDocument = z.infer<typeof registryStatusDocument>;
export type RegistryUpdateDocument = z.infer<typeof registryUpdateDocument>;
export type RegistryVerifyDocument = z.infer<typeof registryVerifyDocument>;
