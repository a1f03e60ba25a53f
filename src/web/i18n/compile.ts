import { type Formatters, IntlMessageFormat } from 'intl-messageformat';
import { type Html, html } from '../html.ts';

/** A message made ready: its text where it is only that, its pieces where it has plain arguments, else the library's. */
export type Compiled =
  | { readonly kind: 'text'; readonly text: string; readonly markup: Html }
  | { readonly kind: 'pieces'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'format'; readonly format: IntlMessageFormat };

/** A text, the argument that follows it (null after the last), and the text as markup. */
interface Piece {
  readonly text: string;
  readonly markup: string;
  readonly argument: string | null;
}

/** Kinds of the parser's elements that are answered here. */
const literal = 0;
const argument = 1;

export function compile(message: string, intl: string, formatters: Formatters): Compiled {
  if (!/[{}<']/.test(message)) return text(message);
  const format = new IntlMessageFormat(message, intl, undefined, { formatters });
  const pieces: Piece[] = [];
  let before = '';
  for (const element of format.getAst()) {
    const kind: number = element.type;
    if (!('value' in element) || kind > argument) return { kind: 'format', format };
    if (kind === literal) before += element.value;
    else {
      pieces.push(piece(before, element.value));
      before = '';
    }
  }
  return pieces.length === 0 ? text(before) : { kind: 'pieces', pieces: [...pieces, piece(before, null)] };
}

const text = (text: string): Compiled => ({ kind: 'text', text, markup: html`${text}` });
const piece = (text: string, argument: string | null): Piece => ({
  text,
  markup: String(html`${text}`),
  argument,
});

/** The library makes its formats through these; one message's style is one object, so that identity is enough. */
export function cachedFormatters(): Formatters {
  const plain = {};
  const numbers = new WeakMap<object, Intl.NumberFormat>();
  const dates = new WeakMap<object, Intl.DateTimeFormat>();
  const plurals = new Map<string, Intl.PluralRules>();
  return {
    getNumberFormat: (locale, style) =>
      kept(numbers, style ?? plain, () => new Intl.NumberFormat(locale, style as Intl.NumberFormatOptions)),
    getDateTimeFormat: (locale, style) =>
      kept(dates, style ?? plain, () => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...style })),
    getPluralRules: (locale, style) =>
      kept(plurals, style?.type ?? 'cardinal', () => new Intl.PluralRules(locale, style)),
  };
}

interface Cache<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function kept<K, V>(cache: Cache<K, V>, key: K, make: () => V): V {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}
