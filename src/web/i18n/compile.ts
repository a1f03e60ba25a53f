import { type Formatters, IntlMessageFormat } from 'intl-messageformat';

/**
 * A message made ready: its text where it is only that, its pieces where it has no more than plain arguments
 * (`{ argument }`), else the library's.
 */
export type Compiled = string | readonly Piece[] | IntlMessageFormat;
type Piece = string | { readonly argument: string };

/** Kinds of the parser's elements that are answered here. */
const literal = 0;
const argument = 1;

export function compile(message: string, intl: string, formatters: Formatters): Compiled {
  if (!/[{}<']/.test(message)) return message;
  const format = new IntlMessageFormat(message, intl, undefined, { formatters });
  const pieces: Piece[] = [];
  for (const element of format.getAst()) {
    const kind: number = element.type;
    if (!('value' in element) || kind > argument) return format;
    pieces.push(kind === literal ? element.value : { argument: element.value });
  }
  return pieces.length === 1 && typeof pieces[0] === 'string' ? pieces[0] : pieces;
}

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
