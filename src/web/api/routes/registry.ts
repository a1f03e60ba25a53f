import {
  toFindDocument,
  toRangesDocument,
  toRegistryStatusDocument,
} from '../../../contract/registry-item.ts';
import { finderOf } from '../../finder.ts';
import { limit, words } from '../fields.ts';
import { type ApiRoute, route } from '../route.ts';

/** What the registry says. */
export const registryRoutes: readonly ApiRoute[] = [
  route({
    path: '/find',
    name: 'find',
    summary: 'Ports by name, number or purpose, typing mistakes tolerated; also for suggestions',
    query: { q: words(200), limit: limit(50, 10) },
    answers: 'portreeve/find/1',
    kept: true,
    run: ({ site, query: { q, limit = 10 } }) =>
      toFindDocument(q, finderOf(site.options.registry).find(q, { limit })),
  }),
  route({
    path: '/ranges',
    name: 'getRanges',
    summary: 'The three ranges, how full they are, and services with several ports',
    answers: 'portreeve/ranges/1',
    kept: true,
    run: ({ site }) => toRangesDocument(site.options.registry),
  }),
  route({
    path: '/registry',
    name: 'getRegistry',
    summary: 'From where the registry is, and how old',
    answers: 'portreeve/registry-status/1',
    kept: true,
    run: ({ site }) => toRegistryStatusDocument(site.options.registry.status()),
  }),
];
