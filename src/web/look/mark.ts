import { type Html, trusted } from '../html.ts';

/** A harbour light over the sea: the site's mark. */
const drawing =
  '<path d="M16 3v4M8.5 5.5l2 2.5M23.5 5.5l-2 2.5"/><path d="M13 11h6l1.5 11h-9z"/><path d="M3 25c2.2 0 2.2 2 4.3 2s2.2-2 4.3-2 2.2 2 4.4 2 2.2-2 4.3-2 2.2 2 4.3 2 2.2-2 4.4-2"/>';

export const mark: Html = trusted(
  `<svg class="site-mark" aria-hidden="true" viewBox="0 0 32 32" width="32" height="32">${drawing}</svg>`,
);

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0d5c63"/><g fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${drawing}</g></svg>`;

/** For the browser's tab; within the page, so that nothing is asked for. */
export const markAddress = `data:image/svg+xml,${encodeURIComponent(icon)}`;
