import { element } from './element.ts';
import type { Told } from './told.ts';

/** The lines that a tooltip and the panel beside the picture share. */
export function lines(told: Told): HTMLElement[] {
  const head = element('p', '', { class: 'map-told-head' });
  head.append(element('bdi', told.title, { class: 'map-told-port', dir: 'ltr' }));
  if (told.service !== null) {
    head.append(' ', element('bdi', told.service, { class: 'map-told-service', dir: 'ltr', lang: 'en' }));
  }
  return [
    head,
    ...(told.description === null || told.description === told.service
      ? []
      : [element('p', told.description, { class: 'map-told-text', dir: 'ltr', lang: 'en' })]),
    element('p', told.status, { class: 'map-told-status' }),
    ...told.listeners.map((text) => element('p', text, { class: 'map-told-listener' })),
    ...(told.knocks === null ? [] : [element('p', told.knocks, { class: 'map-told-knocks' })]),
  ];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is said of the port under the pointer; nothing in it is only there, so that it needs no way in by key. */
export class Tip {
  readonly #box: HTMLElement;
  #shown = '';

  constructor(box: HTMLElement) {
    this.#box = box;
  }

  hide(): void {
    this.#box.hidden = true;
    this.#shown = '';
  }

  /** @param cell where it is in the stage, in CSS pixels */
  show(told: Told, cell: Box): void {
    const key = JSON.stringify(told);
    if (key !== this.#shown) this.#box.replaceChildren(...lines(told));
    this.#shown = key;
    this.#box.hidden = false;
    const stage = this.#box.parentElement;
    if (stage === null) return;
    const [width, height] = [this.#box.offsetWidth, this.#box.offsetHeight];
    const gap = 10;
    const below = cell.y + cell.height + gap;
    const above = cell.y - gap - height;
    // In the window, not only in the stage: the stage may be half out of sight.
    const { left, top } = stage.getBoundingClientRect();
    const free = below + top + height <= innerHeight || above + top < 0;
    const x = Math.max(
      8 - left,
      Math.min(cell.x + cell.width / 2 - width / 2, innerWidth - left - width - 8),
    );
    // The picture is not mirrored, so these are left and top in every language.
    this.#box.style.left = `${Math.round(x)}px`;
    this.#box.style.top = `${Math.round(free ? below : above)}px`;
  }
}
