import { type Html, html, nothing } from '../html.ts';
import { english, ltr } from '../look/components.ts';
import { type MapListener, type MapMachine, mapMachine } from '../map/machine.ts';
import { type MapTransport, mapTransports } from '../map/layout.ts';
import type { PageContext } from '../page.ts';
import type { MachineView } from '../view.ts';

interface Lit {
  readonly port: number;
  readonly transport: MapTransport;
  readonly listeners: readonly MapListener[];
  readonly packets: number;
}

/** The script keeps to the same numbers (`client/map/lit.ts`). */
const mostListeners = 400;
const mostKnocked = 100;

/** What is lit in the picture as a table: for screen readers, for browsers without script, and to be searched in. */
export function mapLit(context: PageContext, machine: MachineView): Html {
  const { locale, links } = context;
  const { shown, left } = chosen(mapMachine(machine));
  const rest = locale.t('map.litRest', { n: left, count: locale.number(left) });
  return html`<section class="map-lit"><h2 id="map-lit-title">${locale.t('map.litTitle')}</h2>${machine.listeners.visibility.complete ? nothing : html`<p class="dim"><a href="${links.page('/listeners')}">${locale.t('map.incomplete')}</a></p>`}<p data-map-lit-none${shown.length === 0 ? nothing : html` hidden`}>${locale.t('map.litNone')}</p><div class="table" role="region" aria-labelledby="map-lit-title" tabindex="0" data-map-lit${shown.length === 0 ? html` hidden` : nothing}><table><thead><tr><th scope="col">${locale.t('map.litPort')}</th><th scope="col">${locale.t('map.litService')}</th><th scope="col">${locale.t('map.litHolder')}</th><th scope="col" class="number">${locale.t('map.litPackets')}</th></tr></thead><tbody data-map-lit-body>${shown.map((lit) => row(context, lit))}</tbody></table></div><p data-map-lit-rest${left === 0 ? html` hidden` : nothing}>${rest}</p><p class="map-more"><a href="${links.page('/listeners')}">${locale.t('nav.listeners')}</a> <a href="${links.page('/knocks')}">${locale.t('nav.knocks')}</a></p></section>`;
}

function row({ locale, links, registry }: PageContext, { port, transport, listeners, packets }: Lit): Html {
  const path = transport === 'tcp' ? `/ports/${port}` : `/ports/${port}/${transport}`;
  const service = registry.lookup(port, transport)[0]?.service ?? null;
  return html`<tr data-port="${port}/${transport}"><th scope="row"><a class="port" href="${links.page(path)}">${ltr(`${port}/${transport}`)}</a></th><td>${service === null ? nothing : english(service)}</td><td>${listeners.length === 0 ? nothing : holder(locale, listeners)}</td><td class="number">${packets === 0 ? nothing : locale.number(packets)}</td></tr>`;
}

function holder(locale: PageContext['locale'], listeners: readonly MapListener[]): Html {
  const name = listeners.find(([, , , , , holder]) => holder !== null)?.[5] ?? locale.t('map.litHidden');
  const [worst] = [...listeners].sort(([, , , a], [, , , b]) => gravity.indexOf(b) - gravity.indexOf(a));
  return locale.rich('map.litListener', {
    holder: html`<bdi>${name}</bdi>`,
    verdict: locale.t(`verdict.${worst?.[3] ?? 'unknown'}`),
  });
}

/** As the picture chooses a mark where several listen. */
const gravity = ['expected', 'plausible', 'unknown', 'suspect', 'wrong'];

function chosen({ listeners, knocked }: MapMachine): {
  readonly shown: readonly Lit[];
  readonly left: number;
} {
  const lit = new Map<string, Lit>();
  for (const one of listeners) {
    const [port, transport] = one;
    const others = lit.get(`${port}/${transport}`)?.listeners ?? [];
    lit.set(`${port}/${transport}`, { port, transport, listeners: [...others, one], packets: 0 });
  }
  for (const transport of mapTransports) {
    for (const [port, packets] of knocked[transport]) {
      const key = `${port}/${transport}`;
      lit.set(key, { port, transport, listeners: lit.get(key)?.listeners ?? [], packets });
    }
  }
  const all = [...lit.values()];
  const held = all.filter((one) => one.listeners.length > 0);
  const only = all.filter((one) => one.listeners.length === 0).sort((a, b) => b.packets - a.packets);
  const shown = [...held.slice(0, mostListeners), ...only.slice(0, mostKnocked)];
  shown.sort((a, b) => a.port - b.port || a.transport.localeCompare(b.transport));
  return { shown, left: all.length - shown.length };
}
