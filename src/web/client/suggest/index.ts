import { combobox } from './combobox.ts';

export { combobox } from './combobox.ts';

/** `<form data-suggest="URL" data-ports="/bn/ports/">` with a combobox and its list. */
export function suggestions(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-suggest]')) {
    const { suggest, ports, none = '', some = '' } = form.dataset;
    const input = form.querySelector<HTMLInputElement>('input[role="combobox"]');
    const list = form.querySelector<HTMLElement>('[role="listbox"]');
    if (suggest === undefined || ports === undefined || input === null || list === null) continue;
    combobox({
      input,
      list,
      status: form.querySelector<HTMLElement>('[role="status"]'),
      url: suggest,
      texts: { none, some },
      choose: (port) => location.assign(ports + port),
    });
  }
}
