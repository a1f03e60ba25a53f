import type { Page, PageContext } from '../page.ts';
import { searchPage } from '../pages/search.ts';

type Params = Readonly<Record<string, string>>;

/** A kind of page: its address, who makes it. */
export interface PageRoute {
  /** As the router has it: `/ports/:port`. */
  readonly path: string;
  /** The port whose changes make the page another one; such a page is kept meanwhile. @throws Refusal */
  readonly keptFor?: (params: Params) => number;
  readonly render: (context: PageContext, params: Params) => Page | Promise<Page>;
}

export const pageRoutes: readonly PageRoute[] = [{ path: '/search', render: searchPage }];
