import { fail } from '../../core/errors.ts';
import type { LanguageTag } from '../i18n/index.ts';
import type { Links } from '../page.ts';

/** Where a static site stands. */
export interface SitePlace {
  /** What its addresses begin with: `/` or `/atlas/`. */
  readonly path: string;
  /** Scheme and host, `https://ports.example.org`; null where they are not known. */
  readonly origin: string | null;
}

/**
 * The address people are to use, as given: `https://example.org/atlas`.
 * @throws ReeveError `USAGE`
 */
export function sitePlace(base: string | null): SitePlace {
  if (base === null) return { path: '/', origin: null };
  const { origin, pathname } = webAddress('--base', base);
  return { origin, path: pathname.endsWith('/') ? pathname : `${pathname}/` };
}

/** @throws ReeveError `USAGE` for what is no address of the web, or carries more than one */
export function webAddress(option: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const web = url !== null && /^https?:$/.test(url.protocol);
  if (web && url.search === '' && url.hash === '' && url.username === '' && url.password === '') return url;
  throw fail('USAGE', {
    asked: `${option} ${JSON.stringify(text.slice(0, 80))}`,
    found: 'that is no plain address of the web',
    todo: `Write it as ${option} https://ports.example.org/`,
  });
}

/** Where the search of a static site looks things up, instead of asking a server. */
export const searchIndexName = 'search-index.json';

/** A page's address below the site's: `bn/ports/22/`, and nothing for the English front page. */
export function pagePath(path: string, tag: LanguageTag): string {
  // A static site has one page a port, for all transports.
  const bare = path.replace(/^\/+|\/+$/g, '').replace(/^(ports\/\d+)\/[a-z]+$/, '$1');
  const language = tag === 'en' ? '' : `${tag}/`;
  return bare === '' ? language : `${language}${bare}/`;
}

/**
 * Links end in a slash: every web server gives a folder's `index.html` for that without being told to, and without a
 * redirection.
 */
export function staticLinks(
  { path: root, origin }: SitePlace,
  own: LanguageTag,
  has: Required<Pick<Links, 'hasPort' | 'hasLanguage'>>,
): Links {
  const inLanguage = (path: string, tag: LanguageTag): string => root + pagePath(path, tag);
  return {
    page: (path) => inLanguage(path, own),
    inLanguage,
    absolute: (path, tag) => (origin === null ? null : origin + inLanguage(path, tag)),
    plain: (path) => root + (path === '/api/v1/find' ? searchIndexName : path.replace(/^\/+/, '')),
    ...has,
  };
}
