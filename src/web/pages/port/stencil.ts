import { type Html, trusted } from '../../html.ts';
import type { Locale } from '../../i18n/index.ts';

const cut = new WeakMap<Locale, Map<string, readonly string[]>>();

/**
 * Markup that differs from page to page in nothing but one word: made once a language with a sample of the word, cut
 * there, and put together around each page's own. What is put in is markup already.
 * @param name the same for the same markup; there must be few
 */
export function stencil(
  locale: Locale,
  name: string,
  sample: string,
  make: () => Html,
): (word: string) => Html {
  let known = cut.get(locale);
  if (known === undefined) {
    known = new Map();
    cut.set(locale, known);
  }
  let parts = known.get(name);
  if (parts === undefined) {
    parts = String(make()).split(sample);
    known.set(name, parts);
  }
  const ready = parts;
  return (word) => trusted(ready.join(word));
}
