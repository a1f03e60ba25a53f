import type { Page, PageContext } from '../page.ts';
import { problemPage } from './problem.ts';

const longest = 80;

/** There is nothing at this address. */
export const notFoundPage = (context: PageContext): Page =>
  problemPage(context, {
    status: 404,
    code: 'PAGE_UNKNOWN',
    asked: JSON.stringify(context.path.slice(0, longest)),
    found: 'there is nothing at this address',
    todo: 'Search by number or name, or begin at the map',
  });
