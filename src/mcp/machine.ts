import { z } from 'zod';
import { answerPorts, freePorts, judgedLook, look, ownAgent } from '../answer/index.ts';
import { envelope, visibilityItem } from '../contract/envelope.ts';
import type { AssessedListener } from '../contract/listener-item.ts';
import { toListenersDocument } from '../contract/listeners-document.ts';
import { listenersDocument } from '../contract/listeners.ts';
import { toPortDocument } from '../contract/port-document.ts';
import { portDocument } from '../contract/port.ts';
import { nextDocument } from '../contract/small.ts';
import { fail } from '../core/errors.ts';
import type { PortQuery } from '../core/port.ts';
import { isTransport } from '../core/transport.ts';
import { inspectPort } from '../inspect/index.ts';
import { openRegistry } from '../registry/index.ts';
import { limit, port, transport } from './inputs.ts';
import { tool } from './tool.ts';
import { listenersText, nextText, portText, whoHasText } from './words.ts';

/** Command lines leave this machine here, whoever started the server. */
const redacted = { unredacted: false } as const;

export async function explainPort(query: PortQuery) {
  const [answer] = await answerPorts([query], openRegistry());
  if (answer === undefined)
    throw fail('INTERNAL', { asked: `port ${query.port}`, found: 'there was no answer', todo: 'Report it' });
  return toPortDocument(answer, redacted);
}

export const portTool = tool({
  name: 'port',
  title: 'Explain a port',
  description:
    'Everything about a port: what it is registered for and its history with sources, who holds it on this machine, ' +
    'whether that should be so, whether it is free, and who knocked at it.',
  input: z.strictObject({ port, transport: transport.optional() }),
  output: portDocument,
  answer: async ({ port: number, transport: on }) => {
    const document = await explainPort({ port: number, transport: on ?? null });
    return { document, text: portText(document) };
  },
});

const exposedTo = new Set(['public', 'private', 'link-local']);
const unexpectedLevels = new Set(['suspect', 'wrong', 'unknown']);

export const listenersTool = tool({
  name: 'listeners',
  title: 'List listeners',
  description:
    'What listens on this machine, each with its holder, from where it can be reached, and a verdict with reasons.',
  input: z.strictObject({
    transport: transport.optional(),
    exposed: z.boolean().default(false).describe('Only what other machines can reach'),
    unexpected: z.boolean().default(false).describe('Only verdicts of suspect, wrong or unknown'),
    limit: limit(500, 100),
  }),
  output: listenersDocument,
  answer: async ({ transport: on, exposed, unexpected, limit: most }) => {
    const kinds = on === undefined ? (['tcp', 'udp', 'sctp', 'dccp'] as const) : [on];
    const { inspection, listeners } = await look({ detail: 'list', kinds, connected: false });
    const rows = listeners
      .filter(({ listener }) => !exposed || exposedTo.has(listener.exposure))
      .filter(({ verdict }) => !unexpected || unexpectedLevels.has(verdict.level))
      .toSorted(byPort);
    const document = toListenersDocument(inspection.visibility, rows.slice(0, most), redacted);
    return { document, text: listenersText(document, rows.length) };
  },
});

const byPort = ({ listener: a }: AssessedListener, { listener: b }: AssessedListener): number =>
  (a.port ?? 0) - (b.port ?? 0) || a.kind.localeCompare(b.kind) || a.address.localeCompare(b.address);

export const whoHasTool = tool({
  name: 'who_has',
  title: 'Who holds a port',
  description:
    'Which process holds a port of this machine, for "address already in use". Quicker than "port"; no registry, no history.',
  input: z.strictObject({ port, transport: transport.default('tcp') }),
  output: listenersDocument,
  answer: async ({ port: number, transport: on }) => {
    const seen = await inspectPort(number, on);
    const { listeners } = judgedLook(seen, openRegistry(), ownAgent());
    const here = listeners.filter(({ listener: { kind, netns } }) => isTransport(kind) && netns.own);
    const document = toListenersDocument(seen.visibility, here, redacted);
    return { document, text: whoHasText({ port: number, transport: on }, here, seen) };
  },
});

export const nextTool = tool({
  name: 'next',
  title: 'A free port',
  description:
    'Ports that nobody is assigned, nothing holds here, and the system does not hand out by itself.',
  input: z.strictObject({
    near: port.default(8000).describe('The nearest from here upwards, then downwards'),
    transport: z.enum(['tcp', 'udp']).default('tcp'),
    limit: limit(20, 1),
  }),
  output: nextDocument,
  answer: async ({ near, transport: on, limit: count }) => {
    const { ports, visibility } = await freePorts({ near, transport: on, count }, openRegistry());
    const document = {
      ...envelope('portreeve/next/1'),
      transport: on,
      near,
      ports: [...ports],
      visibility: visibilityItem(visibility),
    };
    return { document, text: nextText(document) };
  },
});
