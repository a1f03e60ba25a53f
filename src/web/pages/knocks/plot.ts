import type { Timeline } from '../../../store/index.ts';
import { type Html, html, trusted } from '../../html.ts';
import type { Locale } from '../../i18n/index.ts';
import { dataTable, moment } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';

const height = 120;
const width = 10;
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `15 minutes` in the page's language. */
function spanWord({ language }: Locale, microseconds: number): string {
  const seconds = microseconds / 1e6;
  const [unit, size] = units.find(([, least]) => seconds >= least) ?? (['second', 1] as const);
  const value = Math.round((seconds / size) * 10) / 10;
  return new Intl.NumberFormat(language.intl, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** What the plot shows in a sentence: the same for who cannot see it. */
function said(locale: Locale, { events, from, step }: Timeline): string {
  const most = Math.max(0, ...events);
  return locale.t('knocks.plotSaid', {
    events: sum(events),
    spans: events.length,
    span: spanWord(locale, step),
    most,
    time: locale.time(from + events.indexOf(most) * step),
  });
}

function bars({ events }: Timeline): Html {
  const most = Math.max(1, ...events);
  return trusted(
    events
      .map((count, index) => {
        if (!(count > 0)) return '';
        const tall = Math.max(3, Math.round((count / most) * height));
        return `<rect x="${index * width}" y="${height - tall}" width="${width - 2}" height="${tall}"/>`;
      })
      .join(''),
  );
}

/** Only spans in which something happened: a table of nothing tells nobody anything. */
function table(locale: Locale, { events, packets, from, step }: Timeline): Html {
  const rows = events.flatMap((count, index) =>
    count > 0
      ? [[moment(locale, from + index * step), locale.number(count), locale.number(packets[index] ?? 0)]]
      : [],
  );
  const numeric = (text: string) => ({ text, numeric: true });
  return dataTable({
    caption: locale.t('knocks.plot'),
    captionHidden: true,
    head: [
      locale.t('knocks.spanFrom'),
      numeric(locale.t('knocks.events')),
      numeric(locale.t('knocks.packets')),
    ],
    rows,
  });
}

/** The data for the script, which draws over the picture; angle brackets cannot end the block. */
function block(locale: Locale, { events, packets, from, step }: Timeline): Html {
  const data = {
    from: from / 1e6,
    step: step / 1e6,
    events,
    packets,
    labels: [locale.t('knocks.spanFrom'), locale.t('knocks.events'), locale.t('knocks.packets')],
  };
  return html`<script type="application/json" id="knocks-data">${trusted(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>`;
}

/** Events over time: a picture without a script, a plot to choose a time on with one, and a table for everybody. */
export function plot({ locale }: PageContext, timeline: Timeline): Html {
  const text = said(locale, timeline);
  const box = `0 0 ${timeline.events.length * width} ${height}`;
  return html`<figure class="plot" data-part="plot"><div class="drawing" data-plot><svg role="img" aria-label="${text}" viewBox="${box}" preserveAspectRatio="none">${bars(timeline)}</svg></div><figcaption>${text} <span class="hint" data-brush hidden>${locale.t('knocks.brush')}</span></figcaption>${block(locale, timeline)}<details><summary>${locale.t('knocks.plotTable')}</summary>${table(locale, timeline)}</details></figure>`;
}
