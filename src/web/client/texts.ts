import { isWritten, withDigits } from './written.ts';

/** What a script says: made by the server from the page's messages, in a block of JSON beside what it is for. */
export interface Texts {
  /** Fills `{name}`s. */
  (key: string, values?: Readonly<Record<string, string | number>>): string;
}

/** Forms by plural category; `count` chooses and is written as the page's language does. */
type Forms = Readonly<Record<string, string>>;

/** Reads `<script type="application/json" id=…>`; null where the page has none. */
export function jsonBlock(id: string): unknown {
  const text = document.getElementById(id)?.textContent;
  return text == null || text === '' ? null : JSON.parse(text);
}

export const pageLanguage = (): string => document.documentElement.lang || 'en';

export const formatLanguage = (): string => withDigits(pageLanguage());

export const isWrittenHere = (): boolean => isWritten(pageLanguage());

/** Made once a page: building them takes longer than using them. */
let numbers: Intl.NumberFormat | undefined;
let plurals: Intl.PluralRules | undefined;

export const number = (value: number): string =>
  (numbers ??= new Intl.NumberFormat(formatLanguage())).format(value);

/** A missing text shows its key: plain to see, and no reason to stop. */
export function texts(block: Readonly<Record<string, string | Forms>>): Texts {
  return (key, values = {}) => {
    const found = block[key] ?? key;
    const text = typeof found === 'string' ? found : formOf(found, Number(values['count'] ?? 0));
    return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? number(value) : (value ?? whole);
    });
  };
}

function formOf(forms: Forms, count: number): string {
  plurals ??= new Intl.PluralRules(pageLanguage());
  return forms[plurals.select(count)] ?? forms['other'] ?? '';
}
