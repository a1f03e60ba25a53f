import { toChangesDocument } from '../../../contract/activity-item.ts';
import { envelope } from '../../../contract/envelope.ts';
import { toListenersDocument } from '../../../contract/listeners-document.ts';
import { toPortDocument } from '../../../contract/port-document.ts';
import type { PortQuery } from '../../../core/port.ts';
import { flag, limit, moment, port, portQueries, transport } from '../fields.ts';
import { type ApiRequest, type ApiRoute, route } from '../route.ts';
import { mayUnredact } from '../may-unredact.ts';
import { storeOf } from '../store-of.ts';

const unredacted = flag.describe('Command lines whole; only for the owner and signed-in operators');

const portAnswer = async (
  { site, visitor, query }: ApiRequest<unknown, { readonly unredacted?: boolean }, null>,
  asked: PortQuery,
) =>
  toPortDocument(await site.options.view.answer(asked), {
    unredacted: mayUnredact(visitor, query.unredacted),
  });

/** What this machine is and does. */
export const machineRoutes: readonly ApiRoute[] = [
  route({
    path: '/ports/{port}',
    name: 'getPort',
    summary: 'Everything about a port: what it is, who holds it here, who knocked',
    params: { port },
    query: { unredacted },
    answers: 'portreeve/port/1',
    run: (request) => portAnswer(request, { port: request.params.port, transport: null }),
  }),
  route({
    path: '/ports/{port}/{transport}',
    name: 'getPortOnTransport',
    summary: 'The same on one transport',
    params: { port, transport },
    query: { unredacted },
    answers: 'portreeve/port/1',
    run: (request) => portAnswer(request, request.params),
  }),
  route({
    path: '/ports',
    name: 'getPorts',
    summary: 'Several ports at once',
    query: { in: portQueries, unredacted },
    answers: 'portreeve/ports/1',
    run: async (request) => {
      const ports = [];
      for (const asked of request.query.in) ports.push(await portAnswer(request, asked));
      return { ...envelope('portreeve/ports/1'), ports };
    },
  }),
  route({
    path: '/listeners',
    name: 'getListeners',
    summary: 'What listens on this machine, with its holders and verdicts',
    query: { port: port.exactOptional(), transport: transport.exactOptional(), unredacted },
    answers: 'portreeve/listeners/1',
    run: ({ site, visitor, query }) => {
      const { listeners } = site.options.view;
      const rows = (query.port === undefined ? listeners.all() : listeners.at(query.port, null)).filter(
        ({ listener }) => query.transport === undefined || listener.kind === query.transport,
      );
      return toListenersDocument(listeners.visibility, rows, {
        unredacted: mayUnredact(visitor, query.unredacted),
      });
    },
  }),
  route({
    path: '/changes',
    name: 'getChanges',
    summary: 'What happened to listeners: opened, closed, restarted, replaced',
    query: {
      since: moment('since'),
      until: moment('until'),
      port: port.exactOptional(),
      limit: limit(1000, 100),
    },
    answers: 'portreeve/changes/1',
    run: ({ site, query: { since, until, port, limit = 100 }, now }) => {
      const query = {
        limit,
        ...(since === undefined ? {} : { since: since(now) }),
        ...(until === undefined ? {} : { until: until(now) }),
        ...(port === undefined ? {} : { port }),
      };
      return toChangesDocument(query, storeOf(site).changes(query));
    },
  }),
  route({
    path: '/status',
    name: 'getStatus',
    summary: 'How the agent is',
    answers: 'portreeve/status/1',
    run: ({ site }) => site.options.view.status(),
  }),
];
