import type { Timeline } from '../../../store/index.ts';
import { type Html, html, nothing, trusted } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import type { MachineView } from '../../view.ts';
import type { PortFacts } from './facts.ts';
import { ofStore } from './record.ts';

const week = 7 * 86_400e6;
const spans = 56;
const width = 4;
const height = 36;

/** Packets of the last seven days as bars, with the same in words. */
export function sparkline({ locale, now }: PageContext, machine: MachineView, { query }: PortFacts): Html {
  const found = ofStore(machine, (store) =>
    store.timeline({ since: now - week, until: now, spans, port: query.port }),
  );
  if (!found.ok) return nothing;
  const { packets, from, step } = found.value;
  const total = packets.reduce((sum, one) => sum + one, 0);
  if (total === 0) return nothing;
  const most = Math.max(...packets);
  const peak = from + packets.indexOf(most) * step;
  const words = [
    locale.t('portKnocks.plot', { port: String(query.port), total }),
    locale.t('portKnocks.plotMost', {
      count: most,
      hours: Math.max(1, Math.round(step / 3600e6)),
      time: locale.time(peak),
    }),
  ].join(' ');
  return html`<figure class="spark"><svg role="img" aria-label="${words}" viewBox="0 0 ${packets.length * width} ${height}" preserveAspectRatio="none">${bars(found.value, most)}</svg><figcaption><span>${locale.t('portKnocks.week')}</span><span>${locale.t('portKnocks.now')}</span></figcaption></figure>`;
}

/** The root of the share, so that few packets beside many can still be seen. */
const bars = ({ packets }: Timeline, most: number): Html =>
  trusted(
    packets
      .map((count, index) => {
        if (!(count > 0)) return '';
        const tall = Math.max(2, Math.round(Math.sqrt(count / most) * height));
        return `<rect x="${index * width}" y="${height - tall}" width="${width - 1}" height="${tall}"/>`;
      })
      .join(''),
  );
