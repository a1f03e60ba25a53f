import type { Html } from '../html.ts';
import type { Locale } from '../i18n/index.ts';
import type { Links, PageContext } from '../page.ts';

const kept = new WeakMap<Links, WeakMap<Locale, Map<string, Html>>>();
/** More would mean that a name says something of a single page. */
const most = 500;

/**
 * Markup that is the same on all pages of a language, made once: nothing of a port or of this machine is in it.
 * @param name tells what else it depends on; there must be few
 */
export function fragment(
  { links, locale }: Pick<PageContext, 'links' | 'locale'>,
  name: string,
  make: () => Html,
): Html {
  let languages = kept.get(links);
  if (languages === undefined) {
    languages = new WeakMap();
    kept.set(links, languages);
  }
  let known = languages.get(locale);
  if (known === undefined || known.size >= most) {
    known = new Map();
    languages.set(locale, known);
  }
  const before = known.get(name);
  if (before !== undefined) return before;
  const made = make();
  known.set(name, made);
  return made;
}
