import { toTimelineDocument, toTopDocument } from '../../../contract/activity-item.ts';
import { topBy } from '../../../contract/activity.ts';
import {
  noRecord,
  toEventDocument,
  toKnocksDocument,
  toSourceDocument,
} from '../../../contract/knocks-document.ts';
import { seenIn } from '../../../core/knock.ts';
import { whoByRange } from '../../../core/who.ts';
import { z } from 'zod';
import { refuse } from '../../server/refusal.ts';
import { address, flag, kind, limit, moment, port, transport, words } from '../fields.ts';
import { type ApiRoute, route } from '../route.ts';
import { storeOf } from '../store-of.ts';

const day = 86_400e6;

const span = { since: moment('since'), until: moment('until') };

/** From then until then, in any case: what is not said is the last day. */
const spanOf = (
  { since, until }: { since?: (now: number) => number; until?: (now: number) => number },
  now: number,
): { readonly since: number; readonly until: number } => {
  const end = until?.(now) ?? now;
  return { since: since?.(now) ?? end - day, until: end };
};

/** Who knocked. */
export const knockRoutes: readonly ApiRoute[] = [
  route({
    path: '/knocks',
    name: 'getKnocks',
    summary: 'What was seen, the newest first',
    query: {
      ...span,
      port: port.exactOptional(),
      transport: transport.exactOptional(),
      source: address.exactOptional(),
      tool: words(40).exactOptional(),
      kind: kind.exactOptional(),
      limit: limit(1000, 100),
      oldestFirst: flag,
    },
    answers: 'portreeve/knocks/1',
    run: ({ site, query: { since, until, tool, limit = 100, ...rest }, now }) => {
      const store = storeOf(site);
      const query = {
        ...rest,
        limit,
        ...(since === undefined ? {} : { since: since(now) }),
        ...(until === undefined ? {} : { until: until(now) }),
        ...(tool === undefined ? {} : { tool: tool.toLowerCase() }),
      };
      return toKnocksDocument(store.status().path, query, store.knocks(query));
    },
  }),
  route({
    path: '/sources/{address}',
    name: 'getSource',
    summary: 'The record of one source',
    params: { address },
    answers: 'portreeve/source/1',
    run: ({ site, params }) => {
      const store = storeOf(site);
      const record = store.source(params.address) ?? noRecord(params.address);
      // Lists and the network are asked by the command line only: `reeve source IP --rdap`.
      const who = whoByRange(site.options.view.rangeOf(params.address));
      return toSourceDocument(store.status().path, record, who);
    },
  }),
  route({
    path: '/events/{id}',
    name: 'getEvent',
    summary: 'One event with the packets behind it',
    params: { id: z.string().regex(/^e[1-9]\d{0,14}$/, 'events are called e1, e2, ...') },
    answers: 'portreeve/event/1',
    run: ({ site, params }) => {
      const store = storeOf(site);
      const answer = store.event(params.id);
      if (answer === null) {
        throw refuse('EVENT_UNKNOWN', {
          asked: `the event ${params.id}`,
          found: 'there is none of this name, or no longer',
          todo: 'List those on record at /api/v1/knocks',
        });
      }
      const relations = site.options.view.relations(seenIn(answer.found.event).evidence);
      return toEventDocument(store.status().path, answer, relations);
    },
  }),
  route({
    path: '/timeline',
    name: 'getTimeline',
    summary: 'Events and packets in equal spans of time',
    query: { ...span, spans: limit(500, 96), port: port.exactOptional(), source: address.exactOptional() },
    answers: 'portreeve/timeline/1',
    run: ({ site, query: { since, until, spans = 96, ...rest }, now }) => {
      const query = { ...rest, ...spanOf(given({ since, until }), now), spans };
      return toTimelineDocument(query, storeOf(site).timeline(query));
    },
  }),
  route({
    path: '/top',
    name: 'getTop',
    summary: 'What occurs most: ports, sources, tools or kinds',
    query: { ...span, by: z.enum(topBy), limit: limit(100, 10) },
    answers: 'portreeve/top/1',
    run: ({ site, query: { since, until, by, limit = 10 }, now }) => {
      const query = { by, ...spanOf(given({ since, until }), now), limit };
      return toTopDocument(query, storeOf(site).top(query));
    },
  }),
];

type Span = Parameters<typeof spanOf>[0];
const given = ({ since, until }: { [K in keyof Span]: Span[K] | undefined }): Span => ({
  ...(since === undefined ? {} : { since }),
  ...(until === undefined ? {} : { until }),
});
