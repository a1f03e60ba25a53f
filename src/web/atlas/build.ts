import type { Registry } from '../../registry/index.ts';
import { type AssetFiles, openAssets } from '../assets.ts';
import { type LanguageTag, openLocale } from '../i18n/index.ts';
import { layout } from '../look/layout.ts';
import { mapFiles } from '../map/files.ts';
import type { PageContext } from '../page.ts';
import { SiteFolder } from './folder.ts';
import { pagePath, searchIndexName, sitePlace, type SitePlace, staticLinks, webAddress } from './links.ts';
import { missingPage } from './missing-page.ts';
import { atlasPages, atlasPorts } from './plan.ts';
import { searchIndex } from './search-index.ts';
import { sitemap } from './sitemap.ts';

export interface AtlasOptions {
  readonly folder: string;
  readonly registry: Registry;
  /** Files that pages load, by what their addresses begin with; those of the package unless told. */
  readonly openAssets?: (base: string) => AssetFiles;
  readonly languages: readonly LanguageTag[];
  /** The public address; null = not known: links then begin at `/`, and there is no sitemap. */
  readonly base: string | null;
  /** Where the feedback form is sent; null = there is none. */
  readonly feedback: string | null;
  /** A page for every port. */
  readonly all: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface AtlasReport {
  readonly folder: string;
  readonly pages: number;
  readonly ports: number;
  readonly files: { readonly written: number; readonly unchanged: number; readonly removed: number };
}

/**
 * Writes the public atlas as files that any web server can serve. Again in the same folder it writes what changed,
 * removes what is gone and leaves all else as it is.
 */
export async function buildAtlas(options: AtlasOptions): Promise<AtlasReport> {
  const { registry, languages, onProgress } = options;
  if (options.feedback !== null) webAddress('--feedback', options.feedback);
  const place = sitePlace(options.base);
  const assetsAt = options.openAssets ?? ((base) => openAssets({ base }));
  const assets = assetsAt(`${place.path}assets/`);
  const ports = atlasPorts(registry, options.all);
  const map = mapFiles(registry);
  const pages = [...atlasPages(ports)];
  const paths = pages.map(({ path }) => path);
  const maps = [...sitemaps(paths, options, place)];
  const names = [
    ...paths.flatMap((path) => languages.map((tag) => fileOf(path, tag))),
    ...assets.served.map((name) => `assets/${name}`),
    ...map.names.map((name) => `map/${name}`),
    ...maps.map(({ name }) => name),
    searchIndexName,
    'robots.txt',
    '404.html',
  ];
  const folder = new SiteFolder(options.folder, names);
  const contexts = contextsOf(options, assets, place, ports);
  let done = 0;
  for (const { path, render } of pages) {
    for (const context of contexts) {
      const own = { ...context, path };
      folder.put(fileOf(path, context.locale.language.tag), layout(own, await render(own)));
      done++;
    }
    if (done % yieldEvery < contexts.length) {
      onProgress?.(done, pages.length * contexts.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  for (const served of assets.served) {
    const file = assets.file(served);
    if (file !== null) folder.put(`assets/${served}`, file.plain);
  }
  for (const name of map.names) {
    const file = map.file(name);
    if (file !== null) folder.put(`map/${name}`, file.body);
  }
  for (const { name, text } of maps) folder.put(name, text);
  folder.put(searchIndexName, searchIndex(registry, ports));
  folder.put('robots.txt', robots(place));
  const [first] = contexts;
  if (first !== undefined) {
    // Its links to other languages lead to their front pages.
    const context = { ...first, path: '/', feedback: null };
    folder.put('404.html', layout(context, missingPage(context, options.all)));
  }
  folder.finish();
  return { folder: folder.path, pages: done, ports: ports.length, files: { ...folder.counts } };
}

/** So often others get a turn: Ctrl-C, the line of progress. */
const yieldEvery = 64;

const fileOf = (path: string, tag: LanguageTag): string => `${pagePath(path, tag)}index.html`;

function contextsOf(
  { registry, languages, feedback }: AtlasOptions,
  assets: AssetFiles,
  place: SitePlace,
  ports: readonly number[],
): readonly PageContext[] {
  const known = new Set(ports);
  return languages.map((tag) => ({
    locale: openLocale(tag),
    machine: null,
    registry,
    assets,
    links: staticLinks(place, tag, {
      hasPort: (port) => known.has(port),
      hasLanguage: (other) => languages.includes(other),
    }),
    path: '/',
    query: new URLSearchParams(),
    // Nothing of a page depends on when it was made: the same registry makes the same files.
    now: 0,
    feedback: feedback === null ? null : { action: feedback, thanked: false },
    operator: false,
  }));
}

function* sitemaps(
  paths: readonly string[],
  { languages, registry }: AtlasOptions,
  { origin, path: root }: SitePlace,
) {
  if (origin === null) return;
  yield* sitemap(paths, {
    tags: languages,
    address: (path, tag) => origin + root + pagePath(path, tag),
    partAddress: (name) => origin + root + name,
    changed: registry.rangeInfo(0).source?.date ?? null,
  });
}

const robots = ({ origin, path }: SitePlace): string =>
  `User-agent: *\nAllow: /\n${origin === null ? '' : `Sitemap: ${origin}${path}sitemap.xml\n`}`;
