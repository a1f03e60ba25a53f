import { openLocale, type LanguageTag } from '../../src/web/i18n/index.ts';
import type { PageContext } from '../../src/web/page.ts';
import { base } from '../store/events.ts';
import type { FakeMachine } from './machine.ts';

export interface ContextOptions
  extends Partial<Omit<PageContext, 'locale' | 'query' | 'machine' | 'registry'>> {
  readonly language?: LanguageTag;
  readonly query?: string;
  /** As in the static atlas: nothing of the machine. */
  readonly atlas?: boolean;
  /** `https://ports.example`: where search engines find the pages. */
  readonly origin?: string;
}

const prefix = (tag: LanguageTag): string => (tag === 'en' ? '' : `/${tag}`);

/** What a page is made for in tests: the made-up machine, at its time. */
export function pageContext(machine: FakeMachine, options: ContextOptions = {}): PageContext {
  const { language = 'en', query = '', atlas = false, origin = null, ...given } = options;
  return {
    locale: openLocale(language),
    machine: atlas ? null : machine.view,
    registry: machine.registry,
    assets: { url: (name) => `/assets/${name}` },
    links: {
      page: (path) => `${prefix(language)}${path}`,
      inLanguage: (path, tag) => `/${tag}${path}`,
      absolute: (path, tag) => (origin === null ? null : `${origin}${prefix(tag)}${path}`),
      plain: (path) => path,
    },
    path: '/',
    query: new URLSearchParams(query),
    now: base,
    feedback: { action: '/feedback', thanked: false },
    operator: false,
    ...given,
  };
}
