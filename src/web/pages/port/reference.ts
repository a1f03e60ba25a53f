import { type Html, html } from '../../html.ts';

/** A reference of the registry, `[RFC9110]` or an address, as a link where it leads somewhere. */
export function reference(text: string): Html {
  const bare = text.replace(/^\[|\]$/g, '');
  const rfc = /^RFC\s?0*(\d{1,5})$/i.exec(bare)?.[1];
  if (rfc !== undefined) return link(`https://www.rfc-editor.org/info/rfc${rfc}`, `RFC ${rfc}`);
  return /^https?:\/\/[^\s<>"]+$/i.test(bare) ? link(bare, bare) : html`<bdi lang="en">${bare}</bdi>`;
}

const link = (url: string, text: string): Html =>
  html`<a href="${url}" rel="noreferrer"><bdi dir="ltr">${text}</bdi></a>`;
