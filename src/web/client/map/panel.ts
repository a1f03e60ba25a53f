import { element } from './element.ts';
import { lines } from './tip.ts';
import type { Told } from './told.ts';

/** What is said of the chosen port, with the way to its page. */
export class Panel {
  readonly #box: HTMLElement;
  readonly #hint: readonly Node[];
  #shown = '';

  constructor(box: HTMLElement) {
    this.#box = box;
    this.#hint = [...box.childNodes];
  }

  clear(): void {
    if (this.#shown === '') return;
    this.#shown = '';
    this.#box.replaceChildren(...this.#hint);
  }

  show(told: Told, url: string, open: string): void {
    const key = JSON.stringify([told, url]);
    if (key === this.#shown) return;
    this.#shown = key;
    const link = element('a', open, { class: 'button' });
    link.setAttribute('href', url);
    const last = element('p', '', { class: 'map-told-open' });
    last.append(link);
    this.#box.replaceChildren(...lines(told), last);
  }
}
