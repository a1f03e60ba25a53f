import { z } from 'zod';
import { head } from './parts.ts';

/** `portreeve/pages/1`: what `reeve pages build` did */
export const pagesDocument = z.strictObject({
  ...head('portreeve/pages/1'),
  folder: z.string(),
  pages: z.int().describe('In all languages'),
  ports: z.int(),
  languages: z.array(z.string()),
  files: z.strictObject({ written: z.int(), unchanged: z.int(), removed: z.int() }),
  seconds: z.number(),
});

export type PagesDocument = z.infer<typeof pagesDocument>;
