import { type LanguageTag, languages } from '../i18n/index.ts';
import { refuse } from './refusal.ts';

/** What a request line asks for. */
export interface Target {
  /** The language that the address names; null for a bare path. */
  readonly language: LanguageTag | null;
  /** Without the language, still percent-encoded: `/ports/2504`. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

const longest = 4096;
const shown = (url: string): string => JSON.stringify(url.slice(0, 80));
const tags: ReadonlySet<string> = new Set(languages.map(({ tag }) => tag));

/** Everything that is no page is there once, in no language. */
const plain =
  /^\/(?:api|assets|metrics|health|feedback|owner)(?:\/|$)|^\/map\/|\.(?:txt|xml|ico|json|webmanifest)$/;

/** @throws Refusal for what no page's address can be: 400, 414 */
export function readTarget(url: string): Target {
  if (url.length > longest) {
    throw refuse(
      'REQUEST_TOO_LARGE',
      { asked: `an address of ${url.length} characters`, found: `no address is longer than ${longest}` },
      { status: 414 },
    );
  }
  // Visible ASCII only, as RFC 3986 has it; a backslash is read as a slash by some, which makes two readings.
  if (!/^\/[!-[\]-~]*$/.test(url))
    throw malformed(url, 'an address begins with / and has no raw or odd characters');
  const at = url.indexOf('?');
  const whole = at === -1 ? url : url.slice(0, at);
  const query = at === -1 ? '' : url.slice(at + 1).replace(/#.*$/s, '');
  decoded(whole, url);
  decoded(query.replaceAll('+', ' '), url);
  const [, first = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(whole) ?? [];
  if (!tags.has(first) || plain.test(rest)) return { language: null, path: whole, query };
  // `/sd` is the front page, and `/sd/` leads to it: two slashes, one of them too many.
  const path = rest === '' ? '/' : rest === '/' ? '//' : rest;
  return { language: first as LanguageTag, path, query };
}

function decoded(text: string, url: string): void {
  if (!text.includes('%')) return;
  let whole: string;
  try {
    whole = decodeURIComponent(text);
  } catch {
    throw malformed(url, 'a percent sign in it is not followed by two hex digits of UTF-8');
  }
  if (/\p{Cc}/u.test(whole)) throw malformed(url, 'it has control characters in it');
}

const malformed = (url: string, found: string): Error =>
  refuse('REQUEST_INVALID', { asked: shown(url), found });

/** What a bare path is plain for: never in a language. */
export const isPlain = (path: string): boolean => plain.test(path);

/** The same address without slashes at its end; null where there are none. Never another host's. */
export function withoutTrailingSlash({ language, path, query }: Target): string | null {
  if (path === '/' || (!path.endsWith('/') && !path.startsWith('//'))) return null;
  const clean = path.replace(/^\/+/, '/').replace(/\/+$/, '');
  const whole = `${language === null ? '' : `/${language}`}${clean}`;
  return `${whole === '' ? '/' : whole}${query === '' ? '' : `?${query}`}`;
}
