import { z } from 'zod';
import { liveTypes } from '../../server/live/frames.ts';
import { openApi } from '../openapi.ts';
import { type ApiRoute, route } from '../route.ts';
import { knockRoutes } from './knocks.ts';
import { machineRoutes } from './machine.ts';
import { operatingRoutes } from './operating.ts';
import { registryRoutes } from './registry.ts';

const live = route({
  path: '/live',
  name: 'followLive',
  summary: 'What happens, as it happens: server-sent events whose data are portreeve/live/1',
  query: {
    types: z
      .string()
      .describe(`Some of ${liveTypes.join(', ')}, with commas between; all where it is left out`)
      .exactOptional(),
    after: z.string().describe('The id of the last event that came, as in Last-Event-ID').exactOptional(),
  },
  answers: null,
  produces: { type: 'text/event-stream', description: 'Events listener, knock, ports, status and resync' },
  run: null,
});

const described = route({
  path: '/openapi.json',
  name: 'getOpenApi',
  summary: 'This description',
  answers: null,
  produces: { type: 'application/json', description: 'An OpenAPI 3.1 document' },
  kept: true,
  run: ({ site }) => openApi(apiRoutes, site.options.version),
});

/** The whole API, in the order in which it is described. */
export const apiRoutes: readonly ApiRoute[] = [
  ...machineRoutes,
  ...knockRoutes,
  ...registryRoutes,
  live,
  ...operatingRoutes,
  described,
];
