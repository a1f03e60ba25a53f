import { type Html, html, nothing, partsOf, trusted } from '../html.ts';
import type { Page, PageContext } from '../page.ts';
import { feedback } from './feedback.ts';
import { footer } from './footer.ts';
import { head } from './head.ts';
import { header } from './header.ts';
import { drawings } from './icons.ts';

/** A page as it is sent: the whole document. */
export const layout = (context: PageContext, page: Page): string => layoutParts(context, page).join('');

/** The same in pieces, each to be encoded by itself: most have Latin letters only, and a whole page never has. */
export function layoutParts(context: PageContext, page: Page): readonly string[] {
  const { locale } = context;
  const { tag, dir } = locale.language;
  const section = page.section === null ? nothing : html` data-section="${page.section}"`;
  return [
    html`<!doctype html><html lang="${tag}" dir="${dir}">${head(context, page)}<body${section}>${drawings}<a class="skip" href="#main">${locale.t('nav.skip')}</a>`,
    header(context, page),
    html`${breadcrumbs(context, page)}<main id="main" tabindex="-1">`,
    ...partsOf(page.body),
    trusted('</main>'),
    feedback(context),
    html`${footer(context)}</body></html>`,
  ].map(String);
}

function breadcrumbs({ locale, links }: PageContext, { crumbs }: Page): Html {
  if (crumbs.length < 2) return nothing;
  return html`<nav class="crumbs" aria-label="${locale.t('nav.crumbs')}"><ol>${crumbs.map(({ text, path }) =>
    path === null
      ? html`<li><span aria-current="page">${text}</span></li>`
      : html`<li><a href="${links.page(path)}">${text}</a></li>`,
  )}</ol></nav>`;
}
