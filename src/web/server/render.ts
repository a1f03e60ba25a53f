import { languages, type LanguageTag } from '../i18n/index.ts';
import { layoutParts } from '../look/layout.ts';
import { type Answer, redirect } from './answer.ts';
import { type Asked, bareLanguage, languageOf } from './asked.ts';
import { bytesOf } from './bytes.ts';
import { cookie, cookieNames, setCookie } from './cookies.ts';
import { chosenEncoding, encode, type Encoding } from './encoding.ts';
import { htmlType, revalidate } from './headers.ts';
import { type CachedPage, matches, newEtag, pageVary, type Variant, variantOf } from './page-cache.ts';
import type { PageRoute } from './pages.ts';
import { contextOf, type Site } from './site.ts';

const year = 365 * 86_400;

/** A page in the reader's language, or the way to it. */
export async function pageAnswer(
  site: Site,
  route: PageRoute,
  asked: Asked,
  params: Readonly<Record<string, string>>,
): Promise<Answer> {
  const moved = toLanguage(asked);
  if (moved !== null) return moved;
  const { target, visitor } = asked;
  const tag = languageOf(asked);
  const port = route.keptFor?.(params);
  const url = `${target.language === null ? '' : `/${tag}`}${target.path === '/' && target.language !== null ? '' : target.path}`;
  const keeps = port !== undefined && target.query === '' && visitor.role === 'reader';
  const known = keeps ? site.cache.get(url, site.options.now()) : null;
  // Before the page is made: what changes meanwhile makes it old at once.
  const version = port === undefined ? 0 : site.options.view.portVersion(port);
  if (known !== null) return await cachedAnswer(site, url, known, asked);
  const context = contextOf(site, target, tag, visitor.role);
  const page = await route.render(context, params);
  const body = bytesOf(layoutParts(context, page));
  site.counts.rendered++;
  if (!keeps || page.status !== 200) return await freshAnswer(page.status, body, asked);
  const etag = newEtag();
  const made: CachedPage = {
    port,
    version,
    madeAt: context.now,
    language: target.language,
    etag,
    variants: { identity: variantOf(body, etag, 'identity') },
  };
  site.cache.put(url, made);
  return await cachedAnswer(site, url, made, asked);
}

async function freshAnswer(status: number, body: Buffer<ArrayBuffer>, { headers }: Asked): Promise<Answer> {
  const encoding = chosenEncoding(encodings(headers));
  const encoded = await encode(body, encoding);
  const common = { 'content-type': htmlType, 'cache-control': revalidate, vary: pageVary };
  if (encoded === null) return { status, headers: common, body };
  return { status, headers: { ...common, 'content-encoding': encoding }, body: new Uint8Array(encoded) };
}

async function cachedAnswer(site: Site, url: string, page: CachedPage, asked: Asked): Promise<Answer> {
  const variant = await variantFor(site, url, page, chosenEncoding(encodings(asked.headers)));
  const cookies = chosen(asked);
  if (matches(asked.headers['if-none-match'], variant.etag))
    return { status: 304, headers: {}, whole: variant.unchanged, cookies, body: null };
  return { status: 200, headers: {}, whole: variant.head, cookies, body: variant.body };
}

/** In the encoding that is asked for, made when it first is. */
async function variantFor(site: Site, url: string, page: CachedPage, encoding: Encoding): Promise<Variant> {
  const known = page.variants[encoding];
  if (known !== undefined) return known;
  const plain = page.variants.identity;
  const encoded = plain === undefined ? null : await encode(plain.body, encoding);
  if (plain === undefined) throw new Error('A page is kept without its plain form');
  if (encoded === null) return plain;
  const made = variantOf(encoded as Buffer<ArrayBuffer>, page.etag, encoding);
  page.variants[encoding] = made;
  site.cache.grew(url, page, made.body.length);
  return made;
}

const encodings = (headers: Asked['headers']): string | undefined => headers['accept-encoding'];

/** `/en/...` chooses English and leads to the bare address; a bare address to the reader's language where that is another. */
export function toLanguage({ target, headers, visitor }: Asked): Answer | null {
  const { language, path, query } = target;
  const rest = query === '' ? '' : `?${query}`;
  if (language === 'en') {
    return redirect(302, path + rest, {
      headers: {},
      cookies: [languageCookie('en', visitor.connection.secure)],
    });
  }
  const tag = language === null ? bareLanguage(headers) : language;
  if (language !== null || tag === 'en') return null;
  return redirect(302, `/${tag}${path === '/' ? '' : path}${rest}`, {
    headers: { vary: 'Accept-Language, Cookie' },
  });
}

/** Who once chose a language and goes to another has chosen that one. */
function chosen({ target, headers, visitor }: Asked): readonly string[] {
  const before = cookie(headers.cookie, cookieNames.language);
  const { language } = target;
  if (language === null || before === null || before === language) return [];
  if (!languages.some(({ tag }) => tag === before)) return [];
  return [languageCookie(language, visitor.connection.secure)];
}

const languageCookie = (tag: LanguageTag, secure: boolean): string =>
  setCookie(cookieNames.language, tag, { secure, maxAge: year });
