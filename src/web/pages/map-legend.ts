import { verdictLevels, type VerdictLevel } from '../../core/verdict.ts';
import { type Html, html, nothing, trusted } from '../html.ts';
import type { MessageKey } from '../i18n/index.ts';
import type { Tone } from '../map/tones.ts';
import type { PageContext } from '../page.ts';

const grounds: readonly (readonly [MessageKey, readonly Tone[]])[] = [
  ['map.legendAssigned', ['assigned-system', 'assigned-user']],
  ['map.legendTold', ['told']],
  ['map.legendReserved', ['reserved']],
  ['map.legendUnassigned', ['unassigned-system', 'unassigned-user']],
  ['map.legendDynamic', ['unassigned-dynamic']],
];

/** As `client/map/marks.ts` draws them, on 16 by 16. */
const marks: Readonly<Record<VerdictLevel, string>> = {
  expected: '<circle cx="8" cy="8" r="5"/>',
  plausible: '<rect x="3.5" y="3.5" width="9" height="9" rx="1.8"/>',
  suspect: '<path d="M8 2.2 13.8 12.5H2.2z"/>',
  wrong: '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z"/>',
  unknown: '<circle cx="8" cy="8" r="4.6"/>',
};

/** Above this a port's colour stays as it is; `client/map/colours.ts` draws the scale. */
const most = 10_000;

/** What tones, marks and colours mean. */
export function mapLegend({ locale, machine }: PageContext): Html {
  const tones = grounds.map(
    ([key, shown]) =>
      html`<li>${shown.map((tone) => html`<span class="tone tone-${tone}" aria-hidden="true"></span>`)}<span>${locale.t(key)}</span></li>`,
  );
  const ofMachine =
    machine === null
      ? nothing
      : html`<div class="map-legend-lit"><h3>${locale.t('map.legendListeners')}</h3><ul class="map-marks">${verdictLevels.map(
          (level) =>
            html`<li><svg class="mark mark-${level}" viewBox="0 0 16 16" aria-hidden="true">${trusted(marks[level])}</svg><span>${locale.t(`verdict.${level}`)}</span></li>`,
        )}</ul><h3>${locale.t('map.legendKnocks')}</h3><div class="map-scale"><span>${locale.number(1)}</span><span class="map-ramp" data-map-ramp></span><span>${locale.t('map.legendMore', { count: most })}</span></div></div>`;
  return html`<section class="map-legend" aria-labelledby="map-legend"><h2 id="map-legend">${locale.t('map.legendTitle')}</h2><ul class="map-tones">${tones}</ul>${ofMachine}</section>`;
}
