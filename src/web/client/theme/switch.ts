import { applyTheme, storeTheme, storedTheme, type Theme } from './stored.ts';

/**
 * `<fieldset data-theme-switch hidden>` with radio buttons whose values are `system`, `light`, `dark`, or a
 * `<select data-theme-switch hidden>` with the same options: shown, set, and heeded.
 */
export function themeSwitch(): void {
  for (const box of document.querySelectorAll<HTMLElement>('[data-theme-switch]')) {
    box.hidden = false;
    show(box, storedTheme());
    box.addEventListener('change', ({ target }) => {
      if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
      const theme = target.value === 'light' || target.value === 'dark' ? target.value : null;
      storeTheme(theme);
      applyTheme(theme);
    });
  }
  // The choice made in another tab holds here too.
  addEventListener('storage', () => {
    applyTheme(storedTheme());
    for (const box of document.querySelectorAll<HTMLElement>('[data-theme-switch]')) show(box, storedTheme());
  });
}

function show(box: HTMLElement, theme: Theme): void {
  const value = theme ?? 'system';
  if (box instanceof HTMLSelectElement) box.value = value;
  for (const input of box.querySelectorAll<HTMLInputElement>('input[type="radio"]')) {
    input.checked = input.value === value;
  }
}
