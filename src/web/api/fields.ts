// What the API takes in its addresses: text from outside, made values or refused with a sentence.
import { z } from 'zod';
import { canonicalAddress } from '../../core/address.ts';
import { isReeveError } from '../../core/errors.ts';
import { knockKinds } from '../../core/knock.ts';
import { readMoment } from '../../core/moment.ts';
import { parsePortQueries } from '../../core/port.ts';
import { transports } from '../../core/transport.ts';

/** A value by a parser that throws sentences. */
const by = <T>(parse: (text: string) => T) =>
  z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      if (!isReeveError(error)) throw error;
      context.addIssue({ code: 'custom', message: error.explanation.found });
      return z.NEVER;
    }
  });

/** As people type it; leading zeros are taken for a slip. */
export const port = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,4})$/, 'that is not a whole number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'that is not a whole number from 0 to 65535')
  .meta({ type: 'integer', minimum: 0, maximum: 65_535 });

export const transport = z.enum(transports);

/** Ports that are asked for at once at the most: each is a look of its own. */
const mostPorts = 64;

export const portQueries = by((text) => text.split(',').flatMap((one) => parsePortQueries(one)))
  .refine(
    (queries) => queries.length <= mostPorts,
    `more than ${mostPorts} ports at once make no answer that anybody reads`,
  )
  .meta({ type: 'string', description: 'Ports and spans: 22,443/tcp,2171-2174' });

export const address = z
  .string()
  .max(60)
  .transform((text, context) => {
    const plain = canonicalAddress(text);
    if (plain !== null) return plain;
    context.addIssue({ code: 'custom', message: 'that is no IP address' });
    return z.NEVER;
  })
  .meta({ type: 'string', description: 'IPv4 or IPv6' });

/** `2h` ago, a day, or ISO 8601. Read when the request is: see `momentOf`. */
export const moment = (as: 'since' | 'until') =>
  z
    .string()
    .max(40)
    .refine(
      (text) => readMoment(text, as, 0) !== null,
      'that is no time: write 2h (ago), 2026-11-20 or 2026-11-20T10:30Z',
    )
    .transform(
      (text) =>
        (now: number): number =>
          readMoment(text, as, now) ?? now,
    )
    .meta({ type: 'string', description: '2h (ago), 2026-11-20, or 2026-11-20T10:30Z' })
    .exactOptional();

export const limit = (most: number, usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'that is no number')
    .transform(Number)
    .refine((value) => value <= most, `the most is ${most}`)
    .meta({ type: 'integer', minimum: 1, maximum: most, default: usual })
    .exactOptional();

export const flag = z
  .enum(['1', '0', 'true', 'false'])
  .transform((text) => text === '1' || text === 'true')
  .meta({ type: 'boolean' })
  .exactOptional();

const kinds = [...knockKinds, 'backscatter', 'flood', 'drops'] as const;
export const kind = z.enum(kinds);

export const words = (most: number) => z.string().min(1).max(most);
