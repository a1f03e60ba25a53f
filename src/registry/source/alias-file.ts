/**
 * The shape of `data/aliases.yaml`: words under which people look for a port though the registry names it
 * otherwise, each with the source that bears it out.
 */
import { z } from 'zod';

const text = z.string().min(1);

export const aliasFile = z.array(
  z.strictObject({
    port: z.int().min(0).max(65_535),
    words: z.array(text).min(1),
    source: z.strictObject({ title: text, url: z.url(), accessed: z.string().regex(/^\d{4}-\d{2}-\d{2}$/) }),
  }),
);

export type AliasFile = z.infer<typeof aliasFile>;
