import { z } from 'zod';
import { transports } from '../core/transport.ts';
import { listener, netns, publication, unit } from './listeners.ts';
import { assignment, port, verdict, visibility } from './parts.ts';
import { portKnocks } from './knocks.ts';

const citation = z.strictObject({ title: z.string(), url: z.string(), accessed: z.iso.date() });

const claim = z.strictObject({
  kind: z.enum(['purpose', 'history', 'lifecycle', 'use-today', 'risk', 'tooling', 'correction', 'faq']),
  question: z.string().optional(),
  text: z.string(),
  transport: z.enum(transports).optional(),
  sources: z.array(citation).min(1),
});

const statement = z
  .strictObject({
    says: z.string(),
    finding: z.enum(['confirmed', 'corrected', 'unsupported']),
    text: z.string(),
    sources: z.array(citation).min(1),
  })
  .describe('What popular references say, held against the sources');

/** Why nothing can be bound here, or what to know before it is, though nobody listens. */
const notFree = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('time-wait'), count: z.int() }),
  z.strictObject({ kind: z.literal('connected'), count: z.int() }),
  z.strictObject({ kind: z.literal('bound'), count: z.int() }),
  z.strictObject({ kind: z.literal('published'), publication }),
  z.strictObject({ kind: z.literal('sleeping-socket'), unit }),
  z.strictObject({ kind: z.literal('reserved-by-os'), source: z.string() }),
  z.strictObject({ kind: z.literal('ephemeral'), from: port, to: port }),
  z.strictObject({ kind: z.literal('other-namespace'), netns }),
]);

const onThisHost = z.strictObject({
  state: z
    .enum(['held', 'free', 'not-free', 'unknown'])
    .describe('free is only said when the whole machine was visible'),
  notFree: z.array(notFree),
  ephemeral: z.boolean().nullable().describe('Inside ip_local_port_range'),
  reservedByOs: z.boolean().nullable(),
  needsPrivilege: z.boolean().nullable().describe('Binding needs a privilege'),
  browserBlocked: z.boolean().describe('On the bad-port list of the Fetch standard'),
});

const rangeCounts = z
  .strictObject({
    assigned: z.int(),
    reserved: z.int(),
    deAssigned: z.int(),
    unassigned: z.int(),
    assignedOn: z.strictObject({ tcp: z.int(), udp: z.int(), sctp: z.int(), dccp: z.int() }),
  })
  .describe('Every port counts once under its strongest status');

const neighbour = z.strictObject({
  port,
  distance: z.int(),
  transports: z.array(z.enum(transports)),
  service: z.string().nullable(),
  description: z.string(),
});

const neighbours = z
  .strictObject({
    below: neighbour.nullable(),
    above: neighbour.nullable(),
    family: z
      .strictObject({ from: port, to: port, stem: z.string(), services: z.array(z.string()) })
      .nullable()
      .describe('Adjacent ports whose names begin alike'),
  })
  .describe('The nearest assigned ports');

/** `portreeve/port/1` */
export const portDocument = z.strictObject({
  schema: z.literal('portreeve/port/1'),
  generatedAt: z.iso.datetime(),
  port,
  transport: z.enum(transports).nullable().describe('null: all of them'),
  range: z.strictObject({
    name: z.enum(['system', 'user', 'dynamic']),
    from: port,
    to: port,
    size: z.int(),
    counts: rangeCounts
      .nullable()
      .describe('How full the range is, counted; null where no registry could be read'),
  }),
  assignments: z.array(assignment),
  dossier: z.strictObject({ title: z.string(), summary: z.string() }).nullable(),
  claims: z.array(claim),
  statements: z.array(statement),
  related: z.array(z.strictObject({ port, why: z.string() })),
  neighbours,
  host: onThisHost,
  holders: z.array(listener),
  verdict,
  knocks: portKnocks
    .nullable()
    .describe('What arrived here while reeve watched; null: nothing was ever stored, or it cannot be read'),
  knocksUnknown: z.string().nullable().describe('Why knocks is null though something may have been stored'),
  visibility,
});

/** `portreeve/ports/1`: what several ports asked for at once give */
export const portsDocument = z.strictObject({
  schema: z.literal('portreeve/ports/1'),
  generatedAt: z.iso.datetime(),
  ports: z.array(portDocument),
});

export type PortDocument = z.infer<typeof portDocument>;
export type PortsDocument = z.infer<typeof portsDocument>;
