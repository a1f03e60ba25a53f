import { z } from 'zod';
import { transports } from '../core/transport.ts';

export const port = z.int().min(0).max(65_535).describe('A port number from 0 to 65535');
export const transport = z.enum(transports).describe('tcp, udp, sctp or dccp');

/** How many, with a ceiling that keeps an answer readable. */
export const limit = (most: number, usual: number): z.ZodDefault<z.ZodInt> =>
  z
    .int()
    .min(1)
    .max(most)
    .default(usual)
    .describe(`How many at the most (${usual} unless told, ${most} at the most)`);
