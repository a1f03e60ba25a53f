// What only the owner and signed-in operators do.
import { z } from 'zod';
import { transports } from '../core/transport.ts';
import { head, port } from './parts.ts';

/** `portreeve/sign-in/1` */
export const signInDocument = z.strictObject({
  ...head('portreeve/sign-in/1'),
  url: z.string().describe('Opens a session in the browser that it is opened in; once'),
  expiresAt: z.iso.datetime(),
});

/** What is to be ended, named so that nobody else can be meant. */
export const endRequest = z.strictObject({
  pid: z.int().min(1).max(0x7fff_ffff),
  startTicks: z.int().min(0).describe('Clock ticks since boot at its start'),
  port: port.min(1),
  transport: z.enum(transports),
  force: z.boolean().default(false).describe('At once (SIGKILL) rather than gently (SIGTERM)'),
});

/** `portreeve/end/1` */
export const endDocument = z.strictObject({
  ...head('portreeve/end/1'),
  asked: endRequest.required(),
  outcome: z.enum(['ended', 'signalled', 'gone', 'refused']),
});

export type EndDocument = z.infer<typeof endDocument>;
