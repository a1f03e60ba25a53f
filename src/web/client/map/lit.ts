import { type MapTransport, mapTransports } from '../../map/layout.ts';
import type { Texts } from '../texts.ts';
import { element } from './element.ts';
import { gravest, type MapModel } from './model.ts';
import type { Names } from './names.ts';

interface Lit {
  readonly port: number;
  readonly transport: MapTransport;
}

export interface LitParts {
  readonly body: HTMLElement;
  /** Says how many more there are. */
  readonly rest: HTMLElement;
  readonly model: MapModel;
  readonly names: Names;
  readonly texts: Texts;
  readonly url: (port: number, transport: MapTransport) => string;
}

/** More rows help nobody: the pages of listeners and knocks have them all. */
const mostListeners = 400;
const mostKnocked = 100;

/** The table of what is lit, for who reads rather than looks: rows that stay are left alone, so that focus stays, too. */
export class LitTable {
  readonly #parts: LitParts;
  #waiting = false;

  constructor(parts: LitParts) {
    this.#parts = parts;
  }

  /** Soon, and once for all that comes until then. */
  renew(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      this.#render();
    }, 800);
  }

  #render(): void {
    const { body, rest, texts } = this.#parts;
    const { shown, left } = chosen(this.#parts.model);
    const known = new Map(
      [...body.querySelectorAll<HTMLElement>('tr[data-port]')].map((row) => [row.dataset['port'] ?? '', row]),
    );
    let before: Element | null = null;
    for (const lit of shown) {
      const key = `${lit.port}/${lit.transport}`;
      const row = known.get(key) ?? this.#row(lit);
      known.delete(key);
      this.#fill(row, lit);
      const next: ChildNode | null = before === null ? body.firstChild : before.nextSibling;
      if (next !== row) body.insertBefore(row, next);
      before = row;
    }
    for (const row of known.values()) row.remove();
    rest.textContent = left === 0 ? '' : texts('litRest', { count: left });
    rest.hidden = left === 0;
    const box = body.closest<HTMLElement>('[data-map-lit]');
    if (box !== null) box.hidden = shown.length === 0;
    const none = box?.parentElement?.querySelector<HTMLElement>('[data-map-lit-none]');
    if (none != null) none.hidden = shown.length > 0;
  }

  #row({ port, transport }: Lit): HTMLElement {
    const row = document.createElement('tr');
    row.dataset['port'] = `${port}/${transport}`;
    const head = document.createElement('th');
    head.scope = 'row';
    const link = element('a', '', { class: 'port' });
    link.setAttribute('href', this.#parts.url(port, transport));
    link.append(element('bdi', `${port}/${transport}`, { dir: 'ltr' }));
    head.append(link);
    row.append(head, ...Array.from({ length: 3 }, () => document.createElement('td')));
    row.lastElementChild?.classList.add('number');
    return row;
  }

  #fill(row: HTMLElement, { port, transport }: Lit): void {
    const { model, names, texts } = this.#parts;
    const [name, listener, knocks] = row.querySelectorAll('td');
    const listening = model.listeners(transport, port);
    const count = model.knocks(transport, port);
    // A service's name that the server wrote stays: it needs no fetch.
    if (name?.textContent === '') {
      const service = names.get(transport, port)?.service;
      if (service !== undefined) name.replaceChildren(element('bdi', service, { dir: 'ltr', lang: 'en' }));
    }
    put(
      listener,
      listening.length === 0
        ? ''
        : texts('litListener', {
            verdict: texts(`verdict.${gravest(listening)}`),
            holder: listening.find(({ holder }) => holder !== null)?.holder ?? texts('hidden'),
          }),
    );
    put(knocks, count === 0 ? '' : texts('count', { count }));
  }
}

function put(cell: Element | undefined, text: string): void {
  if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
}

function chosen(model: MapModel): { readonly shown: readonly Lit[]; readonly left: number } {
  const listening = mapTransports.flatMap((transport) =>
    [...model.listening(transport).keys()].map((port) => ({ port, transport })),
  );
  const knocked = mapTransports
    .flatMap((transport) =>
      [...model.knocked(transport)]
        .filter((port) => !model.listening(transport).has(port))
        .map((port) => ({ port, transport })),
    )
    .sort((a, b) => model.knocks(b.transport, b.port) - model.knocks(a.transport, a.port));
  const shown = [...listening.slice(0, mostListeners), ...knocked.slice(0, mostKnocked)];
  shown.sort((a, b) => a.port - b.port || a.transport.localeCompare(b.transport));
  return { shown, left: listening.length + knocked.length - shown.length };
}
