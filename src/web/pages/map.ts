import { portRanges } from '../../core/range.ts';
import { type Html, html, nothing } from '../html.ts';
import type { MessageKey } from '../i18n/index.ts';
import { ltr } from '../look/components.ts';
import { ports } from '../map/layout.ts';
import type { Page, PageContext } from '../page.ts';
import { mapLegend } from './map-legend.ts';
import { mapLit } from './map-lit.ts';
import { mapOverview } from './map-overview.ts';
import { mapTexts } from './map-texts.ts';
import { mapJump, mapTools } from './map-tools.ts';

/** The front page: all ports as one picture, and how things stand. */
export function mapPage(context: PageContext): Page {
  const { locale, machine } = context;
  return {
    status: 200,
    title: locale.t('map.title'),
    description: locale.t('map.description'),
    section: 'map',
    crumbs: [{ text: locale.t('nav.map'), path: null }],
    body: html`<div class="map-intro"><h1>${locale.t('map.heading', { count: ports })}</h1><p>${lede(context)}</p></div>${picture(context)}${machine === null ? nothing : mapLit(context, machine)}${mapTexts(locale)}`,
    scripts: ['map.js'],
    // The picture is for everybody; what is lit in it is not.
    private: machine !== null,
  };
}

const lede = ({ locale, machine }: PageContext): Html | string =>
  machine === null
    ? locale.t('map.ledeAtlas')
    : locale.rich('map.ledeMachine', { host: html`<bdi>${machine.name}</bdi>` });

/** A port that stands for all in an address, to be replaced. */
const standIn = '65535';

function picture(context: PageContext): Html {
  const { locale, links, machine } = context;
  const base = links.plain('/map/base.bin');
  const names = links.plain('/map/names/ROW.json');
  const live = machine === null ? null : links.plain('/map/machine.json');
  const url = (path: string): string => links.page(path).replace(standIn, 'PORT');
  return html`<link rel="preload" as="fetch" crossorigin href="${base}">${live === null ? nothing : html`<link rel="preload" as="fetch" crossorigin href="${live}">`}<div class="map" data-map data-base="${base}" data-names="${names}"${live === null ? nothing : html` data-machine="${live}"`} data-port="${url(`/ports/${standIn}`)}" data-port-udp="${url(`/ports/${standIn}/udp`)}">${mapTools(context)}<div class="map-board"><div class="map-room" data-map-room><div class="map-stage"><canvas width="256" height="256" tabindex="0" role="application" aria-roledescription="${locale.t('map.canvasRole')}" aria-label="${locale.t('map.canvasLabel')}" aria-describedby="map-keys">${locale.t('map.canvasFallback')}</canvas>${bands(context)}<div class="map-tip" data-map-tip aria-hidden="true" hidden></div></div></div><noscript>${withoutScript(context)}</noscript><div class="map-side">${mapOverview(context)}${mapJump(context)}<section class="map-panel" aria-label="${locale.t('map.panelTitle')}" data-map-panel><p class="map-hint">${locale.t('map.panelHint')}</p></section>${mapLegend(context)}<details class="map-keys"><summary>${locale.t('map.keysTitle')}</summary><p id="map-keys">${locale.t('map.keys')}</p></details></div></div><p class="unseen" role="status" data-map-said></p></div>`;
}

const bandNames = {
  system: 'map.bandSystem',
  user: 'map.bandUser',
  dynamic: 'map.bandDynamic',
} as const satisfies Record<string, MessageKey>;

const bands = ({ locale, links }: PageContext): Html =>
  html`<nav class="map-bands" aria-label="${locale.t('map.bandsLabel')}">${portRanges.map(
    ({ name, from, to }) =>
      html`<a class="map-band" data-range="${name}" href="${links.page(`/ranges/${name}`)}"><span>${locale.t(bandNames[name])}</span> ${ltr(`${from}–${to}`)}</a>`,
  )}</nav>`;

/** The registry's part of the picture as it is served; what is lit stands in the table. */
const withoutScript = ({ locale, links }: PageContext): Html =>
  html`<p class="map-plain"><a href="${links.page('/ranges')}"><img src="${links.plain('/map/picture.png')}" width="512" height="512" alt="${locale.t('map.pictureAlt')}"></a></p>`;
