// What was seen, as documents have it: the forms of `core/knock.ts` and `core/probe.ts` with times as ISO 8601.
import { z } from 'zod';
import { certainties, knockKinds } from '../core/knock.ts';
import { probeActions } from '../core/probe.ts';
import { port } from './parts.ts';

const count = z.int().min(0);
const time = z.iso.datetime().nullable().describe('null where the input has no time');
const protocol = z
  .string()
  .regex(/^(?:tcp|udp|sctp|dccp|icmp|icmpv6|proto-\d{1,3})$/)
  .describe('A name, or proto-N with the number of the IP protocol');
const sentences = z.array(z.string());
const portCount = z.strictObject({ port, packets: count });
const distinct = { count, exact: z.boolean().describe('false: estimated') };

/** One packet, or the line of a log or flow that stands for some. */
const probe = z.strictObject({
  at: time,
  source: z.string(),
  destination: z.string(),
  protocol,
  sourcePort: port.nullable(),
  destinationPort: port.nullable(),
  ttl: z.int().nullable(),
  tos: z.int().nullable(),
  ipId: z.int().nullable(),
  length: z.int().nullable().describe('Bytes of the IP packet'),
  dontFragment: z.boolean().nullable(),
  sequence: z.int().nullable(),
  acknowledgement: z.int().nullable(),
  flags: z.string().nullable().describe('Letters of tcpdump; empty: none was set'),
  window: z.int().nullable(),
  headerLength: z.int().nullable().describe('Bytes of the TCP header'),
  options: z.array(z.string()).nullable(),
  icmp: z.strictObject({ type: z.int(), code: z.int() }).nullable(),
  echo: z.strictObject({ id: z.int(), sequence: z.int() }).nullable(),
  payloadLength: z.int().nullable(),
  payload: z.string().nullable().describe('Its first bytes in hex, 64 bytes at most'),
  quoted: z
    .strictObject({
      source: z.string(),
      destination: z.string(),
      protocol,
      sourcePort: port.nullable(),
      destinationPort: port.nullable(),
    })
    .nullable()
    .describe('The packet that an ICMP error answers'),
  interface: z.string().nullable(),
  action: z.enum(probeActions).nullable(),
  packets: count.describe('How many packets the record stands for'),
  ordinal: z.int().describe('Number of the packet or line in its input, from 1'),
});

const evidence = z
  .array(probe)
  .optional()
  .describe('The packets behind it, the first ones; absent where the document lists many');

const tool = z.strictObject({
  name: z.string().nullable(),
  version: z.string().nullable(),
  level: z.enum(certainties),
  chance: z.number().min(0).max(1).nullable().describe('The chance that other traffic looks so'),
  because: sentences,
});

export const scan = z.strictObject({
  source: z.string().nullable(),
  sources: z.array(z.string()).describe('Those that act as one, the busiest first, 100 at most'),
  sourceCount: count,
  kind: z.enum(knockKinds),
  because: sentences,
  tool,
  transport: protocol,
  ports: z.strictObject({ ...distinct, top: z.array(portCount) }),
  targets: z.strictObject({ ...distinct, top: z.array(z.string()) }),
  packets: count,
  first: time,
  last: time,
  rate: z.number().nullable().describe('Packets a second between first and last'),
  answered: z.strictObject({ accepted: count, refused: count }),
  intent: z.array(z.strictObject({ name: z.string(), text: z.string(), because: z.string() })),
  spoofable: z.boolean().describe('Nothing proves that the sender has this address'),
  evidence,
});

export const victim = z.strictObject({
  address: z.string(),
  packets: count,
  answers: z.array(z.strictObject({ kind: z.string(), packets: count })),
  ports: z.array(portCount),
  targets: z.strictObject(distinct),
  first: time,
  last: time,
  evidence,
});

export const flood = z.strictObject({
  target: z.string(),
  port: port.nullable(),
  transport: protocol,
  packets: count,
  sources: z.strictObject(distinct),
  first: time,
  last: time,
  because: sentences,
  evidence,
});

export const drops = z.strictObject({ reason: z.string(), packets: count, first: time, last: time });

export type ProbeItem = z.infer<typeof probe>;
export type ScanItem = z.infer<typeof scan>;
export type VictimItem = z.infer<typeof victim>;
export type FloodItem = z.infer<typeof flood>;
export type DropsItem = z.infer<typeof drops>;
