import type { Found } from './found.ts';

/** A line of suggestions: the number first, since that is what people look for. */
export function optionLine({ port, service, description, transports }: Found, id: string): HTMLElement {
  const option = document.createElement('li');
  option.id = id;
  option.role = 'option';
  option.setAttribute('aria-selected', 'false');
  const parts: readonly (readonly [string, string])[] = [
    ['option-port', String(port)],
    ['option-name', service ?? ''],
    ['option-on', transports.join(' ')],
    ['option-text', description],
  ];
  for (const [className, text] of parts) {
    if (text === '') continue;
    const part = document.createElement('bdi');
    part.className = className;
    part.textContent = text;
    // The registry's own words are English.
    part.dir = 'ltr';
    part.lang = 'en';
    option.append(part, ' ');
  }
  return option;
}
