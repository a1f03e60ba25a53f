import { hash, randomBytes } from 'node:crypto';
import type { LanguageTag } from '../i18n/index.ts';
import type { Encoding } from './encoding.ts';
import { htmlType, revalidate, safety } from './headers.ts';

/** A page as it is sent, in as many encodings as were asked for so far. */
export interface CachedPage {
  readonly port: number;
  /** `portVersion` when it was made. */
  readonly version: number;
  /** Microseconds since 1970: when it was made. */
  readonly madeAt: number;
  /** The language that the address names; null for a bare one, which is English. */
  readonly language: LanguageTag | null;
  readonly etag: string;
  readonly variants: Partial<Record<Encoding, Variant>>;
}

export interface Variant {
  readonly etag: string;
  readonly body: Buffer<ArrayBuffer>;
  /** Names and values in turn, as node's `writeHead` takes them quickest. */
  readonly head: readonly string[];
  /** The same for 304. */
  readonly unchanged: readonly string[];
}

export interface PageCache {
  /** The page at an address as it was asked for, if it still holds. */
  get(url: string, now: number): CachedPage | null;
  put(url: string, page: CachedPage): void;
  /** A variant came to a page. */
  grew(url: string, page: CachedPage, bytes: number): void;
  clear(): void;
  readonly bytes: number;
  readonly pages: number;
}

/** What is told as "3 minutes ago" must not stand still. */
const longestLife = 30e6;

export function pageCache(most: number, portVersion: (port: number) => number): PageCache {
  const pages = new Map<string, CachedPage>();
  let bytes = 0;
  const drop = (url: string): void => {
    const page = pages.get(url);
    if (page === undefined) return;
    pages.delete(url);
    for (const { body } of Object.values(page.variants)) bytes -= body.length;
  };
  const trim = (): void => {
    for (const url of pages.keys()) {
      if (bytes <= most) return;
      drop(url);
    }
  };
  return {
    get: (url, now) => {
      const page = pages.get(url);
      if (page === undefined) return null;
      if (page.version === portVersion(page.port) && now - page.madeAt < longestLife && now >= page.madeAt)
        return page;
      drop(url);
      return null;
    },
    put: (url, page) => {
      if (most === 0) return;
      drop(url);
      pages.set(url, page);
      for (const { body } of Object.values(page.variants)) bytes += body.length;
      trim();
    },
    grew: (url, page, more) => {
      if (pages.get(url) !== page) return;
      bytes += more;
      trim();
    },
    clear: () => {
      pages.clear();
      bytes = 0;
    },
    get bytes() {
      return bytes;
    },
    get pages() {
      return pages.size;
    },
  };
}

/** Strong: another one for each content, and for each encoding of it. */
export const etagOf = (body: Uint8Array): string => `"${hash('sha1', body, 'base64url')}"`;

const run = randomBytes(6).toString('base64url');
let made = 0;

/**
 * For a page that was just made. It tells the time of the last look, so that no two are the same: a tag that only counts
 * says no less than the content's hash, and costs nothing.
 */
export const newEtag = (): string => `"${run}-${(++made).toString(36)}"`;

export const pageVary = 'Accept-Language, Accept-Encoding, Cookie';

/** Headers of every page, up to the value of the last. */
const lasting = [...Object.entries(safety).flat(), 'cache-control', revalidate, 'vary', pageVary, 'etag'];

export function variantOf(body: Buffer<ArrayBuffer>, pageEtag: string, encoding: Encoding): Variant {
  const etag = encoding === 'identity' ? pageEtag : `${pageEtag.slice(0, -1)}-${encoding}"`;
  const common = [...lasting, etag];
  const coded = encoding === 'identity' ? [] : ['content-encoding', encoding];
  return {
    etag,
    body,
    head: [...common, ...coded, 'content-type', htmlType, 'content-length', String(body.length)],
    unchanged: common,
  };
}

/** Whether a client has it already (RFC 9110, 13.1.2: compared weakly). */
export const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch === etag ||
    ifNoneMatch
      .split(',', 50)
      .some((one) => /^(?:\s*W\/|\s*)(.*?)\s*$/.exec(one)?.[1] === etag || one.trim() === '*'));
