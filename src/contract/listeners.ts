import { z } from 'zod';
import { transports } from '../core/transport.ts';
import { assignment, port, verdict, visibility } from './parts.ts';

const nullableText = z.string().nullable();

const container = z.strictObject({
  id: z.string(),
  name: nullableText,
  image: nullableText,
  runtime: z.enum(['docker', 'podman', 'containerd', 'cri-o', 'lxc', 'nspawn', 'unknown']),
  compose: z.strictObject({ project: z.string(), service: z.string() }).nullable(),
});

export const publication = z.strictObject({
  transport: z.enum(transports),
  hostAddress: z.string(),
  hostPort: port,
  targetAddress: nullableText,
  targetPort: port.nullable(),
  by: z.enum(['nftables', 'iptables', 'docker', 'podman']),
  container: container.nullable(),
});

const owner = z.strictObject({
  pid: z.int(),
  fd: z.int().nullable().describe('null where the system does not name it'),
  comm: z.string(),
  program: z.string().optional().describe('What the program is called, proven by its file'),
  exe: nullableText,
  exeDeleted: z.boolean().nullable(),
  cmdline: z.array(z.string()).nullable().describe('Redacted unless asked for whole'),
  cwd: nullableText,
  startedAt: z.iso.datetime().nullable(),
  uid: z.int().nullable(),
  user: nullableText,
  tty: nullableText,
  package: z
    .strictObject({ name: z.string(), version: nullableText, manager: z.enum(['dpkg', 'rpm']) })
    .nullable()
    .optional()
    .describe('null: no package owns the executable; absent: not looked up, or no package manager here'),
  runs: nullableText.optional().describe('What an interpreter runs'),
  gitProject: nullableText.optional(),
  sandbox: nullableText.optional(),
  ancestry: z.array(z.strictObject({ pid: z.int(), comm: z.string() })).describe('Nearest ancestor first'),
});

export const unit = z.strictObject({
  name: z.string(),
  type: z.enum(['service', 'socket', 'scope', 'slice', 'timer', 'mount', 'swap']),
  socketUnit: nullableText,
  source: z.enum(['cgroup', 'systemd', 'scm']),
  description: nullableText.optional(),
  sleeping: z.boolean().optional(),
  activates: nullableText.optional(),
  restarts: z.boolean().nullable().optional(),
});

export const netns = z.strictObject({ inode: z.int(), name: nullableText, own: z.boolean() });

export const listener = z.strictObject({
  transport: z.enum([...transports, 'raw', 'packet']),
  port: port.nullable().describe('null for raw and packet sockets'),
  protocol: z.int().nullable().describe('IP protocol of a raw socket, EtherType of a packet socket'),
  family: z.union([z.literal(4), z.literal(6)]).nullable(),
  address: z.string(),
  dualStack: z.boolean().nullable().describe('An IPv6 wildcard socket that takes IPv4 too'),
  device: nullableText,
  netns,
  uid: z.int().nullable().describe('null where the system has no user numbers'),
  user: nullableText,
  inode: z.int(),
  exposure: z.enum(['loopback', 'link-local', 'private', 'public', 'container']),
  published: z.array(publication),
  backlog: z.strictObject({ current: z.int(), max: z.int() }).nullable(),
  drops: z.int().nullable(),
  peer: z.strictObject({ address: z.string(), port }).nullable(),
  owners: z.array(owner),
  ownersComplete: z.boolean().describe('false: further holders may be hidden'),
  kernel: z.strictObject({ what: nullableText }).nullable(),
  unit: unit.nullable(),
  container: container.nullable(),
  group: z.strictObject({
    workers: z.int(),
    reuseport: z.int(),
    outsiders: z.array(z.int()),
    inodes: z.array(z.int()),
  }),
  assignment: assignment.nullable().describe('The first assignment of this port and transport'),
  verdict,
});

/** `portreeve/listeners/1` */
export const listenersDocument = z.strictObject({
  schema: z.literal('portreeve/listeners/1'),
  generatedAt: z.iso.datetime(),
  visibility,
  listeners: z.array(listener),
});

export type ListenerItem = z.infer<typeof listener>;
export type ListenersDocument = z.infer<typeof listenersDocument>;
