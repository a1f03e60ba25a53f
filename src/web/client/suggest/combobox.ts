import { number } from '../texts.ts';
import { finder } from './find.ts';
import type { Found } from './found.ts';
import { optionLine } from './option.ts';

const patience = 120;

interface ComboboxOptions {
  readonly input: HTMLInputElement;
  readonly list: HTMLElement;
  /** Says how many there are. */
  readonly status: HTMLElement | null;
  readonly url: string;
  readonly texts: { readonly none: string; readonly some: string };
  /** Somebody chose one. */
  readonly choose: (port: number) => void;
}

export interface Combobox {
  /** Chooses the first that is shown; false where none is. */
  takeFirst(): boolean;
}

/** An editable combobox with a list; https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
export function combobox({ input, list, status, url, texts, choose }: ComboboxOptions): Combobox {
  const find = finder(url);
  let shown: readonly Found[] = [];
  let active = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const mark = (next: number): void => {
    active = next;
    for (const [place, option] of [...list.children].entries()) {
      option.setAttribute('aria-selected', String(place === active));
      if (place === active) option.scrollIntoView({ block: 'nearest' });
    }
    const id = list.children[active]?.id;
    if (id === undefined) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', id);
  };

  const close = (): void => {
    clearTimeout(timer);
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    mark(-1);
  };

  const show = (found: readonly Found[]): void => {
    shown = found.filter(({ port }) => port !== null);
    list.replaceChildren(...shown.map((one, place) => optionLine(one, `${list.id}-${place}`)));
    list.hidden = shown.length === 0;
    input.setAttribute('aria-expanded', String(shown.length > 0));
    mark(-1);
    if (status !== null) {
      status.textContent =
        shown.length === 0 ? texts.none : texts.some.replace('{count}', number(shown.length));
    }
  };

  const ask = async (): Promise<void> => {
    const words = input.value.trim();
    if (words === '') return close();
    const found = await find(words);
    // Another letter came meanwhile, or the field was left.
    if (found !== null && words === input.value.trim() && document.activeElement === input) show(found);
  };

  const take = (place: number): boolean => {
    const port = shown[place]?.port ?? null;
    if (port === null) return false;
    close();
    choose(port);
    return true;
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), patience);
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    const { key } = event;
    if (key === 'Escape') {
      if (list.hidden) return;
      close();
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (list.hidden) return void ask();
      const step = key === 'ArrowDown' ? 1 : -1;
      // One place is the field itself.
      mark(((active + 1 + step + shown.length + 1) % (shown.length + 1)) - 1);
    } else if (key === 'Enter' && active >= 0) {
      take(active);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // Before the field loses the focus, which closes the list.
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', ({ target }) => {
    const option = target instanceof Element ? target.closest('[role="option"]') : null;
    if (option !== null) take([...list.children].indexOf(option));
  });
  return { takeFirst: () => take(0) };
}
