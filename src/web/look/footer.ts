import { type Html, html, nothing } from '../html.ts';
import type { LiveFeed } from '../live.ts';
import type { PageContext } from '../page.ts';
import { fragment } from './fragment.ts';

/** What the page rests on, what it does not do, and how live it is. */
export function footer(context: PageContext): Html {
  const { locale, links, machine, registry } = context;
  const { source } = registry.rangeInfo(0);
  const rest = fragment(
    context,
    `footer ${source?.name} ${source?.date} ${machine?.name}`,
    () =>
      html`<p>${
        source === null
          ? locale.t('footer.noRegistry')
          : locale.rich(source.date === null ? 'footer.source' : 'footer.sourceOf', {
              source: html`<bdi lang="en">${source.name}</bdi>`,
              date: source.date === null ? '' : locale.date(source.date),
            })
      }</p><p>${machine === null ? locale.t('footer.atlas') : locale.rich('footer.machine', { host: html`<bdi>${machine.name}</bdi>` })} ${locale.t('footer.noTracking')}</p><p><a href="${links.page('/about')}">${locale.t('footer.about')}</a></p></div></footer>`,
  );
  return html`<footer class="bottom"><div class="wide">${machine === null ? nothing : live(context, machine.live)}${rest}`;
}

const live = ({ locale, links }: PageContext, { epoch, latest }: LiveFeed): Html =>
  html`<p class="live" data-live="${links.plain('/api/v1/live')}" data-live-after="${epoch}-${latest}" data-on="${locale.t('live.on')}" data-off="${locale.t('live.off')}" data-gone="${locale.t('live.gone', { time: '{time}' })}" role="status" hidden></p>`;
