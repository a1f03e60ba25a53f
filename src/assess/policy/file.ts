/**
 * The shape of a policy file, `ports.yaml`. Every message says what was expected; where it stands is added by the
 * reader, which knows the lines.
 */
import { isIP } from 'node:net';
import { z } from 'zod';
import { bindScopes, policyProtocols } from './identity.ts';
import { mostStars } from './pattern.ts';

/** A path of 4,096 characters with every one escaped. */
const longest = 8192;
const expectedPort = 'expected a port from 0 to 65535, or a span such as 3000-3010';

const port = z.union(
  [
    z.int({ error: expectedPort }).min(0, expectedPort).max(65_535, expectedPort),
    z
      .string()
      .regex(/^\d{1,5}-\d{1,5}$/, { error: expectedPort, abort: true })
      .refine(isSpan, expectedPort),
  ],
  { error: expectedPort },
);

function isSpan(text: string): boolean {
  const [from = Number.NaN, to = Number.NaN] = text.split('-').map(Number);
  return from <= to && to <= 65_535;
}

const text = z
  .string({ error: 'expected text (put it in quotes if it looks like a number)' })
  .min(1, 'expected text, found nothing')
  .max(longest, `expected at most ${longest} characters`)
  .refine(
    (value) => value.replace(/\\./g, '').split('*').length - 1 <= mostStars,
    `expected at most ${mostStars} stars`,
  );

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values as unknown as [string, ...string[]], {
    error: `expected one of ${values.join(', ')}`,
  }) as unknown as z.ZodType<T[number], T[number]>;

const address = z
  .string({ error: 'expected an address such as 10.0.0.1' })
  .refine((value) => isIP(value.split('%')[0] ?? '') !== 0, 'expected an address such as 10.0.0.1');
const flag = z.boolean({ error: 'expected true or false' });

const who = {
  program: text.optional(),
  runs: text.optional(),
  unit: text.optional(),
  container: text.optional(),
  namespace: text.optional(),
};
const remarks = { note: text.optional() };
const scope = oneOf(bindScopes).optional();

const listenerEntry = z
  .strictObject(
    {
      port: port.optional(),
      protocol: oneOf(policyProtocols).default('tcp'),
      scope,
      address: address.optional(),
      ...who,
      optional: flag.default(false),
      also: z.array(text, { error: 'expected a list of programs' }).max(100).default([]),
      ...remarks,
    },
    { error: 'expected an entry such as { port: 22, program: /usr/sbin/sshd }' },
  )
  .refine(
    (entry) => entry.port !== undefined || entry.protocol === 'raw' || entry.protocol === 'packet',
    'expected a port: only raw and packet sockets have none',
  );

const ephemeralEntry = z.strictObject(
  { protocol: oneOf(policyProtocols).default('udp'), scope, ...who, ...remarks },
  { error: 'expected an entry such as { program: /usr/sbin/avahi-daemon }' },
);

const ignoreEntry = z
  .strictObject(
    {
      port: port.optional(),
      protocol: oneOf(policyProtocols).optional(),
      scope,
      address: address.optional(),
      ...who,
      why: text.optional(),
      ...remarks,
    },
    { error: 'expected an entry such as { port: 3000-3010, scope: loopback }' },
  )
  .refine(
    (entry) => Object.keys(entry).some((key) => key !== 'why' && key !== 'note'),
    'expected something to ignore: an entry without conditions would ignore everything',
  );

const mostEntries = 20_000;
/** A heading with nothing below it is null in YAML. */
const listOf = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry, { error: 'expected a list of entries, each beginning with a dash' })
    .max(mostEntries, `expected at most ${mostEntries} entries`)
    .nullable()
    .default([]);

export const policyFile = z.strictObject(
  {
    version: z.literal(1, { error: 'expected version: 1' }),
    listeners: listOf(listenerEntry),
    ephemeral: listOf(ephemeralEntry),
    ignore: listOf(ignoreEntry),
  },
  { error: 'expected a policy, which begins with version: 1' },
);

export type PolicyFile = z.infer<typeof policyFile>;
