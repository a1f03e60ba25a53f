import type { LanguageTag } from '../i18n/index.ts';
import type { Links } from '../page.ts';

/** Where a static site stands. */
export interface SitePlace {
  /** What its addresses begin with: `/` or `/atlas/`. */
  readonly path: string;
  /** Scheme and host, `https://ports.example.org`; null where they are not known. */
  readonly origin: string | null;
}

/** The address people are to use, as given: `https://example.org/atlas`. A page is a folder with its `index.html`. */
export function sitePlace(base: string | null): SitePlace {
  if (base === null) return { path: '/', origin: null };
  const { origin, pathname } = new URL(base);
  return { origin, path: pathname.endsWith('/') ? pathname : `${pathname}/` };
}

/** A page's address below the site's: `bn/ports/22/`, and nothing for the English front page. */
export function pagePath(path: string, tag: LanguageTag): string {
  const bare = path.replace(/^\/+|\/+$/g, '');
  const language = tag === 'en' ? '' : `${tag}/`;
  return bare === '' ? language : `${language}${bare}/`;
}

/** Links end in a slash: every web server gives a folder's `index.html` for that without being told, and without a redirection. */
export function staticLinks({ path: root, origin }: SitePlace, own: LanguageTag): Links {
  const inLanguage = (path: string, tag: LanguageTag): string => root + pagePath(path, tag);
  return {
    page: (path) => inLanguage(path, own),
    inLanguage,
    absolute: (path, tag) => (origin === null ? null : origin + inLanguage(path, tag)),
    plain: (path) => root + path.replace(/^\/+/, ''),
  };
}
