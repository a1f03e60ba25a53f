import { type LanguageTag, languages } from '../i18n/index.ts';

/** What one sitemap may hold; https://www.sitemaps.org/protocol.html */
const mostAddresses = 50_000;
const mostBytes = 45 * 1024 * 1024;

export interface SitemapOptions {
  readonly tags: readonly LanguageTag[];
  /** A page's address with scheme and host. */
  readonly address: (path: string, tag: LanguageTag) => string;
  /** A part's address with scheme and host. */
  readonly partAddress: (name: string) => string;
  /** ISO date of what the pages are made from; null where it is not known. */
  readonly changed: string | null;
}

export interface SitemapFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The sitemap of pages in several languages: `sitemap.xml`, which names the parts, and the parts. Each address stands
 * with those of its translations.
 * @param paths without language: `/ports/22`
 */
export function* sitemap(paths: Iterable<string>, options: SitemapOptions): Generator<SitemapFile> {
  const names: string[] = [];
  for (const text of parts(paths, options)) {
    const name = `sitemap-${names.length + 1}.xml`;
    names.push(name);
    yield { name, text };
  }
  const entries = names.map(
    (name) => `<sitemap><loc>${xml(options.partAddress(name))}</loc>${changedOn(options)}</sitemap>\n`,
  );
  yield {
    name: 'sitemap.xml',
    text: `${declaration}<sitemapindex xmlns="${schema}">\n${entries.join('')}</sitemapindex>\n`,
  };
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const schema = 'http://www.sitemaps.org/schemas/sitemap/0.9';

function* parts(paths: Iterable<string>, options: SitemapOptions): Generator<string> {
  let entries: string[] = [];
  let bytes = 0;
  for (const path of paths) {
    for (const entry of entriesOf(path, options)) {
      if (entries.length === mostAddresses || bytes + entry.length > mostBytes) {
        yield part(entries);
        [entries, bytes] = [[], 0];
      }
      entries.push(entry);
      bytes += entry.length;
    }
  }
  if (entries.length > 0) yield part(entries);
}

const part = (entries: readonly string[]): string =>
  `${declaration}<urlset xmlns="${schema}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join('')}</urlset>\n`;

function entriesOf(path: string, options: SitemapOptions): readonly string[] {
  const { tags, address } = options;
  const known = languages.filter(({ tag }) => tags.includes(tag));
  const alternates =
    known.length < 2
      ? ''
      : known
          .map(
            ({ tag }) => `<xhtml:link rel="alternate" hreflang="${tag}" href="${xml(address(path, tag))}"/>`,
          )
          .join('');
  return known.map(
    ({ tag }) => `<url><loc>${xml(address(path, tag))}</loc>${changedOn(options)}${alternates}</url>\n`,
  );
}

const changedOn = ({ changed }: SitemapOptions): string =>
  changed === null ? '' : `<lastmod>${xml(changed)}</lastmod>`;

const xml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
