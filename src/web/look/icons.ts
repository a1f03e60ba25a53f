import { type Html, html, trusted } from '../html.ts';

/** Drawn on 16 by 16, with the stroke of the text around; each tells its state by shape. */
const shapes = {
  good: '<circle cx="8" cy="8" r="6.5"/><path d="m5 8.2 2.1 2.1L11 6"/>',
  fine: '<circle cx="8" cy="8" r="6.5"/><path d="M5.2 8h5.6"/>',
  warn: '<path d="M8 2 1.6 13.5h12.8z"/><path d="M8 6.5v3.2M8 11.6v.2"/>',
  bad: '<path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8"/>',
  dim: '<circle cx="8" cy="8" r="6.5" stroke-dasharray="2.2 1.9"/><path d="M8 11.4v.2M6.1 6.4c0-2.4 3.8-2.4 3.8 0C9.9 7.7 8 7.8 8 9.3"/>',
  info: '<circle cx="8" cy="8" r="6.5"/><path d="M8 7.3v4M8 4.6v.2"/>',
  search: '<circle cx="7" cy="7" r="4.5"/><path d="m10.3 10.3 4 4"/>',
  copy: '<rect x="5.5" y="5.5" width="8" height="8.5" rx="1"/><path d="M10.5 5.5V2h-8v8.5h3"/>',
  sun: '<circle cx="8" cy="8" r="3"/><path d="M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M3 13l1.2-1.2M11.8 4.2 13 3"/>',
  moon: '<path d="M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z"/>',
  system: '<rect x="1.5" y="2.5" width="13" height="8.5" rx="1"/><path d="M5.5 14h5"/>',
  language:
    '<circle cx="8" cy="8" r="6.5"/><path d="M1.5 8h13M8 1.5c4.3 4.3 4.3 8.7 0 13-4.3-4.3-4.3-8.7 0-13z"/>',
  out: '<path d="M6 3H2.5v10.5H13V10M9 2.5h4.5V7M13 3 7 9"/>',
  map: '<path d="M2 2h3v3H2zM6.5 2h3v3h-3zM11 2h3v3h-3zM2 6.5h3v3H2zM11 6.5h3v3h-3zM2 11h3v3H2zM6.5 11h3v3h-3z"/>',
  listeners: '<path d="M2 4h12M2 8h12M2 12h7"/>',
  knocks: '<path d="M1.5 10h2.5l2-6 3 9 2-5 1 2h2.5"/>',
  ranges: '<path d="M1.5 6h13v4h-13zM4 6v4M9.5 6v4"/>',
} as const;

export type IconName = keyof typeof shapes;

/** A picture beside words, said by them: for screen readers it is not there. The layout holds the drawings. */
export const icon = (name: IconName): Html =>
  html`<svg class="icon" aria-hidden="true"><use href="#i-${name}"/></svg>`;

/** All drawings, once a page. */
export const drawings: Html = trusted(
  `<svg class="drawings" aria-hidden="true" width="0" height="0">${Object.entries(shapes)
    .map(([name, shape]) => `<symbol id="i-${name}" viewBox="0 0 16 16">${shape}</symbol>`)
    .join('')}</svg>`,
);
