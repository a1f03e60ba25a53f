// The smaller documents of the command line.
import { z } from 'zod';
import { transports } from '../core/transport.ts';
import { errorCatalogue } from '../core/errors.ts';
import { head, port, visibility } from './parts.ts';
import { listener } from './listeners.ts';

const transport = z.enum(transports);

/** `portreeve/error/1`: what a command prints with `--json` where it failed */
export const errorDocument = z.strictObject({
  ...head('portreeve/error/1'),
  code: z.enum(Object.keys(errorCatalogue) as [string, ...string[]]),
  exitCode: z.int().min(0).max(5),
  asked: z.string(),
  found: z.string(),
  todo: z.string().nullable(),
});

/** `portreeve/next/1` */
export const nextDocument = z.strictObject({
  ...head('portreeve/next/1'),
  transport,
  near: port,
  ports: z.array(port),
  visibility,
});

/** `portreeve/free/1` */
export const freeDocument = z.strictObject({
  ...head('portreeve/free/1'),
  port,
  transport: transport.nullable(),
  outcome: z.enum(['ended', 'killed', 'dry-run', 'nothing-there']),
  holders: z.array(
    z.strictObject({
      transport: listener.shape.transport,
      address: z.string(),
      pids: z.array(z.int()),
      held: z.string(),
      supervisor: z.strictObject({ name: z.string(), stop: z.string() }).nullable(),
    }),
  ),
  visibility,
});

/** `portreeve/learn/1` */
export const learnDocument = z.strictObject({
  ...head('portreeve/learn/1'),
  output: z.string().nullable().describe('The file that was written; null: none'),
  listeners: z.int(),
  hidden: z.int().describe('Listeners whose holder was hidden'),
  policy: z.string().nullable().describe('The policy itself where no file was written'),
  visibility,
});

/** `portreeve/listener-change/1`: one object a line of `reeve ls --watch --json` */
export const listenerChange = z.strictObject({
  ...head('portreeve/listener-change/1'),
  kind: z.enum(['opened', 'closed', 'restarted', 'replaced']),
  listener: listener.describe('For closed: as it was judged last'),
  before: z.string().nullable(),
  visibility,
});

export type LearnDocument = z.infer<typeof learnDocument>;
export type ErrorDocument = z.infer<typeof errorDocument>;
export type NextDocument = z.infer<typeof nextDocument>;
export type FreeDocument = z.infer<typeof freeDocument>;
export type ListenerChangeDocument = z.infer<typeof listenerChange>;
