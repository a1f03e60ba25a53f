import { type LanguageTag, languages } from './languages.ts';

/** Longer headers are not read further; nobody reads more languages than this. */
const maxLength = 1000;
const maxRanges = 32;

interface Wish {
  readonly range: string;
  readonly weight: number;
}

const isTag = (text: string): text is LanguageTag => languages.some(({ tag }) => tag === text);

/**
 * The language of a bare path: the cookie's where it names one, else by `Accept-Language` (RFC 9110, 12.5.4),
 * each range looked up by its shortened forms (RFC 4647, 3.4); English where nothing fits.
 */
export function negotiate(
  acceptLanguage: string | null | undefined,
  cookie: string | null | undefined,
): LanguageTag {
  if (typeof cookie === 'string' && isTag(cookie)) return cookie;
  const wishes = parseWishes(acceptLanguage ?? '');
  const refused = new Set(wishes.filter(({ weight }) => weight === 0).map(({ range }) => tagFor(range)));
  // Sorting keeps the order of equals: of two with one weight the first is meant.
  for (const { range } of wishes.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)) {
    const tag = range === '*' ? languages.find((one) => !refused.has(one.tag))?.tag : tagFor(range);
    if (tag !== undefined && !refused.has(tag)) return tag;
  }
  return 'en';
}

function parseWishes(header: string): readonly Wish[] {
  const wishes: Wish[] = [];
  for (const part of header.slice(0, maxLength).split(',', maxRanges)) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const weight = weightOf(parameters);
    if (weight !== null && /^(?:\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)$/.test(range))
      wishes.push({ range, weight });
  }
  return wishes;
}

/** Null where it is no weight. */
function weightOf(parameters: readonly string[]): number | null {
  if (parameters.length === 0) return 1;
  const text = /^q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.exec(parameters[0] ?? '')?.[1];
  return text === undefined ? null : Number(text);
}

function tagFor(range: string): LanguageTag | undefined {
  const [language = '', script = ''] = range.split('-');
  // Our Sindhi is in Arabic script; who asks for Devanagari may not read it.
  if (language === 'sd' && /^[a-z]{4}$/.test(script) && script !== 'arab') return undefined;
  // `in` was Indonesian before 1989, and old systems still send it.
  const tag = language === 'in' ? 'id' : language;
  return isTag(tag) ? tag : undefined;
}
