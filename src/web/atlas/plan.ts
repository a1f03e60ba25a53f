import { highestPort } from '../../core/port.ts';
import type { Registry } from '../../registry/index.ts';
import type { Page, PageContext } from '../page.ts';
import { aboutPage } from '../pages/about.ts';
import { mapPage } from '../pages/map.ts';
import { portPage } from '../pages/port/index.ts';
import { rangePage, rangesPage } from '../pages/ranges/index.ts';
import { searchPage } from './search-page.ts';

/** A page of the atlas, the same in each language. */
export interface AtlasPage {
  /** Without language: `/ports/22`. */
  readonly path: string;
  readonly render: (context: PageContext) => Page | Promise<Page>;
}

/** Ports with a page: those that are assigned, have a dossier, or belong to the story of one; or all. */
export function atlasPorts(registry: Registry, all: boolean): readonly number[] {
  const every = Array.from({ length: highestPort + 1 }, (_, port) => port);
  if (all) return every;
  const told = registry.dossierPorts();
  const related = told.flatMap((port) => registry.dossierFor(port)?.related.map((one) => one.port) ?? []);
  const wanted = new Set([0, ...told, ...related]);
  return every.filter((port) => wanted.has(port) || registry.brief(port).status === 'assigned');
}

const ranges = ['system', 'user', 'dynamic'] as const;

export function* atlasPages(ports: Iterable<number>): Generator<AtlasPage> {
  yield { path: '/', render: mapPage };
  yield { path: '/ranges', render: rangesPage };
  for (const name of ranges) {
    yield { path: `/ranges/${name}`, render: (context) => rangePage(context, name) };
  }
  yield { path: '/search', render: searchPage };
  yield { path: '/about', render: aboutPage };
  for (const port of ports) {
    yield { path: `/ports/${port}`, render: (context) => portPage(context, { port, transport: null }) };
  }
}
