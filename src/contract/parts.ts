import { z } from 'zod';
import { transports } from '../core/transport.ts';
import { verdictLevels } from '../core/verdict.ts';

/** What every document opens with; `envelope.ts` makes it. */
export const head = <Name extends string>(name: Name) => ({
  schema: z.literal(name),
  generatedAt: z.iso.datetime(),
});

export const port = z.int().min(0).max(65_535);
const span = z.strictObject({ from: port, to: port });

const count = z
  .strictObject({ seen: z.int().nullable(), hidden: z.int().nullable() })
  .describe('null where it cannot be known');

export const visibility = z.strictObject({
  complete: z.boolean(),
  privileged: z.boolean(),
  method: z.enum(['bpf', 'cgroup', 'walk', 'none']),
  processes: count,
  namespaces: count,
  notes: z.array(z.string()),
});

export const verdict = z.strictObject({
  level: z.enum(verdictLevels),
  because: z.array(
    z.strictObject({
      rule: z.string(),
      level: z.enum(verdictLevels),
      text: z.string(),
      evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ),
});

export const assignment = z.strictObject({
  transport: z.enum(transports),
  ports: span.describe('The registered span: one port, or a named range such as 6000-6063'),
  service: z.string().nullable(),
  description: z.string(),
  status: z.enum(['assigned', 'reserved', 'unassigned', 'de-assigned']),
  assignee: z.string().nullable(),
  registered: z.string().nullable(),
  modified: z.string().nullable(),
  references: z.array(z.string()),
  notes: z.string().nullable(),
  unauthorizedUse: z.string().nullable(),
  source: z.strictObject({ name: z.string(), date: z.string().nullable() }),
});
