import type { Registry } from '../registry/index.ts';
import type { Html } from './html.ts';
import type { Locale } from './i18n/locale.ts';
import type { LanguageTag } from './i18n/languages.ts';
import type { MachineView } from './view.ts';

/** What a page is made of and for; the same for the agent and for the static atlas. */
export interface PageContext {
  readonly locale: Locale;
  /** Null in the static atlas: nothing of a machine is shown then. */
  readonly machine: MachineView | null;
  readonly registry: Registry;
  readonly assets: Assets;
  /** Where pages link to. */
  readonly links: Links;
  /** The page's path without language and base: `/ports/2504/udp`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Microseconds since 1970. */
  readonly now: number;
  /** Where the feedback form is sent; null = there is none. `thanked`: a vote of this page was just kept. */
  readonly feedback: { readonly action: string; readonly thanked: boolean } | null;
  /** The viewer may see command lines whole and change things: a signed-in operator. */
  readonly operator: boolean;
}

/** Files the pages load, under names that change with their content. */
export interface Assets {
  /** @param name such as `app.js`, `style.css`, `map.js`; throws where there is none */
  url(name: string): string;
}

export interface Links {
  /** A page of this site in the page's own language: `/ports/22` gives `/bn/ports/22`. */
  page(path: string): string;
  /** The same page in another language. */
  inLanguage(path: string, tag: LanguageTag): string;
  /** With scheme and host, for canonical and hreflang links and the sitemap; null where no public address is known. */
  absolute(path: string, tag: LanguageTag): string | null;
  /** What is no page: `/api/v1/live`. */
  plain(path: string): string;
  /** Whether the port has a page; absent: every port has one. */
  readonly hasPort?: (port: number) => boolean;
  /** Whether there are pages in the language; absent: in every one. */
  readonly hasLanguage?: (tag: LanguageTag) => boolean;
}

export interface Crumb {
  readonly text: string;
  /** Null for the page itself. */
  readonly path: string | null;
}

/** A page before it is put into the layout, which adds head, header, breadcrumbs, feedback and footer. */
export interface Page {
  readonly status: number;
  /** Without the site's name. */
  readonly title: string;
  readonly description: string;
  /** Which entry of the navigation is this one's. */
  readonly section: 'map' | 'listeners' | 'knocks' | 'ranges' | 'search' | null;
  readonly crumbs: readonly Crumb[];
  readonly body: Html;
  /** Objects for JSON-LD; BreadcrumbList is added by the layout. */
  readonly jsonLd?: readonly object[];
  /** Scripts besides `app.js`, by asset name. */
  readonly scripts?: readonly string[];
  /** Search engines are to leave it out: what is about this machine. */
  readonly private: boolean;
}
