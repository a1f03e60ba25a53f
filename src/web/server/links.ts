import type { LanguageTag } from '../i18n/index.ts';
import type { Links } from '../page.ts';

const inTag = (tag: LanguageTag, path: string): string => `/${tag}${path === '/' ? '' : path}`;

/** English is where nothing is said; `/en/...` chooses it, and leads there. No public address is known of an agent. */
const linksOf = (own: LanguageTag): Links => ({
  page: (path) => (own === 'en' ? path : inTag(own, path)),
  inLanguage: (path, tag) => inTag(tag, path),
  absolute: () => null,
  plain: (path) => path,
});

const made: Readonly<Record<LanguageTag, Links>> = {
  en: linksOf('en'),
  bn: linksOf('bn'),
  id: linksOf('id'),
  sd: linksOf('sd'),
};

export const agentLinks = (tag: LanguageTag): Links => made[tag];
