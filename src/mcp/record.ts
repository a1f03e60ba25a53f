import { z } from 'zod';
import { moment, relations } from '../answer/index.ts';
import {
  type KnocksQuery,
  noRecord,
  toEventDocument,
  toKnocksDocument,
  toSourceDocument,
} from '../contract/knocks-document.ts';
import { eventDocument, knocksDocument, sourceDocument } from '../contract/knocks.ts';
import { canonicalAddress } from '../core/address.ts';
import { fail } from '../core/errors.ts';
import { knockKinds, seenIn } from '../core/knock.ts';
import { readStore, type StoreReader, storePlace } from '../store/index.ts';
import { limit, port, transport } from './inputs.ts';
import { tool } from './tool.ts';
import { eventText, knocksText, sourceText } from './knock-words.ts';
import { rangeOnly } from './who.ts';

const kinds = [...knockKinds, 'backscatter', 'flood', 'drops'] as const;
const time = z.string().min(1).max(40);
const address = z.string().min(2).max(60).describe('An IPv4 or IPv6 address');

export const knocksTool = tool({
  name: 'knocks',
  title: 'Who knocked',
  description:
    'Unsolicited traffic that was seen while reeve watched, the newest first: scans, probes, floods, backscatter, with the ' +
    'tool that sent it where its packets tell.',
  input: z.strictObject({
    since: time.optional().describe('Seen at or after this: 90s, 30m, 2h, 7d ago; 2026-11-20; or ISO 8601'),
    until: time.optional().describe('Begun at or before this'),
    port: port.optional(),
    transport: transport.optional(),
    source: address.optional(),
    tool: z.string().min(1).max(40).optional().describe('Such as masscan; unknown: not told'),
    kind: z.enum(kinds).optional(),
    limit: limit(200, 20),
  }),
  output: knocksDocument,
  answer: (asked) => {
    const query = queryOf(asked, Date.now() * 1000);
    return withStore((store, path) => {
      const document = toKnocksDocument(path, query, store.knocks(query));
      return { document, text: knocksText(document) };
    });
  },
});

type Asked = z.output<(typeof knocksTool)['input']>;

function queryOf(
  { since, until, port: number, transport: on, source, tool: by, kind, limit: most }: Asked,
  now: number,
): KnocksQuery {
  return {
    limit: most,
    ...(since === undefined ? {} : { since: moment('since', since, now) }),
    ...(until === undefined ? {} : { until: moment('until', until, now) }),
    ...(number === undefined ? {} : { port: number }),
    ...(on === undefined ? {} : { transport: on }),
    ...(source === undefined ? {} : { source: addressOf(source) }),
    ...(by === undefined ? {} : { tool: by.toLowerCase() }),
    ...(kind === undefined ? {} : { kind }),
  };
}

export const sourceTool = tool({
  name: 'source',
  title: 'What a source did',
  description:
    'Everything on record of one address: kinds, tools, ports and its newest events. Nobody is asked over the network.',
  input: z.strictObject({ address }),
  output: sourceDocument,
  answer: ({ address: text }) => {
    const canonical = addressOf(text);
    return withStore((store, path) => {
      const record = store.source(canonical) ?? noRecord(canonical);
      const document = toSourceDocument(path, record, rangeOnly(canonical));
      return { document, text: sourceText(document) };
    });
  },
});

export const eventTool = tool({
  name: 'event',
  title: 'The evidence of an event',
  description: 'One event of "knocks" with the packets behind it and what follows from their fields.',
  input: z.strictObject({ event: z.string().min(1).max(40).describe('Its name, such as e12') }),
  output: eventDocument,
  answer: ({ event: name }) =>
    withStore((store, path) => {
      const answer = store.event(name);
      if (answer === null)
        throw fail('EVENT_UNKNOWN', {
          asked: `the event ${JSON.stringify(name)}`,
          found: 'there is none of this name, or no longer',
          todo: 'List those on record with the tool knocks',
        });
      const document = toEventDocument(path, answer, relations(seenIn(answer.found.event).evidence));
      return { document, text: eventText(document) };
    }),
});

/** @throws ReeveError `USAGE` */
function addressOf(text: string): string {
  const found = canonicalAddress(text);
  if (found !== null) return found;
  throw fail('USAGE', {
    asked: `the address ${JSON.stringify(text)}`,
    found: 'that is no IP address',
    todo: 'Write it as 192.0.2.7 or 2001:db8::7',
  });
}

/** Opened for each question: what watches may make the store, and move it, at any time. */
function withStore<T>(ask: (store: StoreReader, path: string) => T): Promise<T> {
  const place = storePlace();
  const store = readStore(place);
  try {
    return Promise.resolve(ask(store, place.path));
  } finally {
    store.close();
  }
}
