import { type Html, html, nothing } from '../html.ts';
import type { Page, PageContext } from '../page.ts';
import { feedback } from './feedback.ts';
import { footer } from './footer.ts';
import { head } from './head.ts';
import { header } from './header.ts';
import { drawings } from './icons.ts';

/** A page as it is sent: the whole document. */
export function layout(context: PageContext, page: Page): string {
  const { locale } = context;
  const { tag, dir } = locale.language;
  const section = page.section === null ? nothing : html` data-section="${page.section}"`;
  const body = html`<body${section}>${drawings}<a class="skip" href="#main">${locale.t('nav.skip')}</a>${header(context, page)}${breadcrumbs(context, page)}<main id="main" tabindex="-1">${page.body}</main>${feedback(context)}${footer(context)}</body>`;
  return String(html`<!doctype html><html lang="${tag}" dir="${dir}">${head(context, page)}${body}</html>`);
}

function breadcrumbs({ locale, links }: PageContext, { crumbs }: Page): Html {
  if (crumbs.length < 2) return nothing;
  return html`<nav class="crumbs" aria-label="${locale.t('nav.crumbs')}"><ol>${crumbs.map(({ text, path }) =>
    path === null
      ? html`<li><span aria-current="page">${text}</span></li>`
      : html`<li><a href="${links.page(path)}">${text}</a></li>`,
  )}</ol></nav>`;
}
