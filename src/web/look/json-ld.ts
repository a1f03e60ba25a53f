import { type Html, html, trusted } from '../html.ts';
import type { Crumb, Links } from '../page.ts';
import type { LanguageTag } from '../i18n/index.ts';

/** Data for search engines. What could end the element or begin another is written as JSON escapes. */
export function jsonLd(data: object): Html {
  const json = JSON.stringify(data);
  // Most have none, which single searches tell soonest.
  const text = unsafe.some((one) => json.includes(one))
    ? json.replaceAll(/[<>&\u2028\u2029]/g, escaped)
    : json;
  return html`<script type="application/ld+json">${trusted(text)}</script>`;
}

const unsafe = ['<', '>', '&', '\u2028', '\u2029'];

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Null where no public address is known: search engines want whole addresses. */
export function breadcrumbList(
  crumbs: readonly Crumb[],
  links: Links,
  path: string,
  tag: LanguageTag,
): object | null {
  const items = crumbs.map(({ text, path: of }, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    name: text,
    item: links.absolute(of ?? path, tag),
  }));
  if (items.length === 0 || items.some(({ item }) => item === null)) return null;
  return { '@context': 'https://schema.org', '@type': 'BreadcrumbList', itemListElement: items };
}
