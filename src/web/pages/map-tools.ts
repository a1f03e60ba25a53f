import { type Html, html, nothing } from '../html.ts';
import { icon } from '../look/components.ts';
import type { PageContext } from '../page.ts';

/** What changes the picture, above it; useless without a script, so that the script shows it. */
export function mapTools({ locale, machine }: PageContext): Html {
  const pause =
    machine === null
      ? nothing
      : html`<button type="button" data-map-pause aria-pressed="false" title="${locale.t('map.pauseLabel')}">${locale.t('map.pause')}</button>`;
  return html`<div class="map-tools" role="group" aria-label="${locale.t('map.tools')}" data-map-tools hidden>
${segments('map-transport', locale.t('map.transport'), [
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
])}
${segments('map-order', locale.t('map.order'), [
  ['rows', locale.t('map.orderRows')],
  ['hilbert', locale.t('map.orderHilbert')],
])}
<div class="map-zoom" role="group" aria-label="${locale.t('map.zoom')}">${(
    [
      ['out', '−', 'map.zoomOut'],
      ['in', '+', 'map.zoomIn'],
      ['whole', '⤢', 'map.zoomWhole'],
    ] as const
  ).map(
    ([by, sign, key]) =>
      html`<button type="button" data-zoom="${by}" aria-label="${locale.t(key)}" title="${locale.t(key)}"><span aria-hidden="true">${sign}</span></button>`,
  )}</div>
${pause}</div>`;
}

/** The way to a port by its number or name, above what is told of it. */
export function mapJump({ locale, machine, links }: PageContext): Html {
  const find =
    machine === null
      ? nothing
      : html` data-find="${links.plain('/api/v1/find')}" data-none="${locale.t('search.noSuggestion')}" data-some="${locale.t('search.some', { count: '{count}' })}"`;
  return html`<form class="map-jump search" data-map-jump data-map-tools hidden${find}><label class="unseen" for="map-jump">${locale.t('map.jumpLabel')}</label><input id="map-jump" type="text" inputmode="search" maxlength="60" autocomplete="off" spellcheck="false" autocapitalize="none" placeholder="${locale.t('map.jumpPlaceholder')}" role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="map-suggestions"><button type="submit" class="quiet" aria-label="${locale.t('map.jumpGo')}">${icon('search')}</button><ul id="map-suggestions" role="listbox" aria-label="${locale.t('search.suggestions')}" hidden></ul><span class="unseen" role="status"></span></form>`;
}

const segments = (name: string, label: string, choices: readonly (readonly [string, string])[]): Html =>
  html`<fieldset class="segments"><legend class="unseen">${label}</legend>${choices.map(
    ([value, text], index) =>
      html`<label><input type="radio" name="${name}" value="${value}"${index === 0 ? html` checked` : nothing}><span>${text}</span></label>`,
  )}</fieldset>`;
