import { type Html, html, nothing } from '../html.ts';
import { languages } from '../i18n/index.ts';
import type { Page, PageContext } from '../page.ts';
import { breadcrumbList, jsonLd } from './json-ld.ts';
import { markAddress } from './mark.ts';

export function head(context: PageContext, page: Page): Html {
  const { locale, assets, path, links } = context;
  const crumbs = page.private ? null : breadcrumbList(page.crumbs, links, path, locale.language.tag);
  const data = crumbs === null ? (page.jsonLd ?? []) : [crumbs, ...(page.jsonLd ?? [])];
  const scripts = ['app.js', ...(page.scripts ?? [])];
  return html`<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${locale.t('site.title', { page: page.title, site: locale.t('site.name') })}</title><meta name="description" content="${page.description}">${page.private ? html`<meta name="robots" content="noindex">` : alternates(context)}<link rel="icon" href="${markAddress}"><script src="${assets.url('theme.js')}"></script><link rel="stylesheet" href="${assets.url('style.css')}">${scripts.map((name) => html`<script defer src="${assets.url(name)}"></script>`)}${data.map(jsonLd)}</head>`;
}

/** The page's own address and those of its translations, where they are known with their host. */
function alternates({ links, path, locale }: PageContext): Html {
  const own = links.absolute(path, locale.language.tag);
  if (own === null) return nothing;
  const others = languages
    .filter(({ tag }) => links.hasLanguage?.(tag) !== false)
    .map(
      ({ tag }) => html`<link rel="alternate" hreflang="${tag}" href="${links.absolute(path, tag) ?? own}">`,
    );
  // Bare paths are English where nothing is known of the reader.
  return html`<link rel="canonical" href="${own}">${others}<link rel="alternate" hreflang="x-default" href="${links.absolute(path, 'en') ?? own}">`;
}
