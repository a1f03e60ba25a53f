/**
 * Markup that is safe to send. An object of its own rather than hono's marked string, which is slower to make by far, and
 * a page is hundreds of them; hono's own template takes it as its own by `isEscaped`.
 */
class Markup {
  readonly #text: string;
  readonly isEscaped = true;

  /** For `trusted` and `html` alone. */
  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Html = Markup;

type Value = string | number | Html | null | undefined | false | readonly Value[];

/**
 * A template whose values are escaped unless they are markup themselves; null, undefined and false leave nothing.
 * It gives what hono's template gives, which also waits for promises: a page is hundreds of these, and without that
 * they take a third of the time.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = strings[0] ?? '';
  for (let place = 0; place < values.length; place++) {
    text += markupOf(values[place]);
    text += strings[place + 1] ?? '';
  }
  return new Markup(text);
}

/** A value as it stands in markup. */
export function markupOf(value: Value): string {
  if (typeof value === 'string') return escaped(value);
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'number') return String(value);
  if (value === null || value === undefined || value === false) return '';
  let text = '';
  for (const one of value) text += markupOf(one);
  return text;
}

const escaped = (text: string): string =>
  special.test(text) ? text.replace(everySpecial, (character) => entities[character] ?? '') : text;

const special = /[&<>'"]/;
const everySpecial = /[&<>'"]/g;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For markup that this program made itself, never for text from outside. */
export const trusted = (markup: string): Html => new Markup(markup);

export const nothing: Html = trusted('');

class Parts extends Markup {
  readonly parts: readonly Html[];

  constructor(parts: readonly Html[]) {
    super('');
    this.parts = parts;
  }

  override toString(): string {
    return this.parts.map(String).join('');
  }
}

/** Markup that is its parts one after the other; whoever sends it may take them one by one, which is quicker. */
export const inParts = (parts: readonly Html[]): Html => new Parts(parts);

export const partsOf = (markup: Html): readonly Html[] => (markup instanceof Parts ? markup.parts : [markup]);
