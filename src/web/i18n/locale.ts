import type { Html } from '../html.ts';
import type { Language } from './languages.ts';
import type en from './messages/en.json';

/** A message's name; every language has all of them. */
export type MessageKey = keyof typeof en;

export type MessageValues = Readonly<Record<string, string | number | Date>>;
/** Markup for placeholders, and functions for tags: `See <a>the registry</a>` takes `{ a: (inner) => html`<a …>${inner}</a>` }`. */
export type RichValues = Readonly<Record<string, string | number | Html | ((inner: Html) => Html)>>;

/** A language at work: messages in ICU form, numbers and dates as its readers write them. */
export interface Locale {
  readonly language: Language;
  /** The message as plain text. */
  readonly t: (key: MessageKey, values?: MessageValues) => string;
  /** The message as markup; what is not markup in it is escaped. */
  readonly rich: (key: MessageKey, values: RichValues) => Html;
  readonly number: (value: number) => string;
  /** 0.75 as 75 %. */
  readonly percent: (share: number) => string;
  /** Microseconds since 1970, or ISO text; a day, and a day with its time to the second (UTC, said so). */
  readonly date: (at: number | string) => string;
  readonly time: (at: number | string) => string;
  /** `3 minutes ago`, from microseconds. */
  readonly ago: (at: number, now: number) => string;
  readonly list: (items: readonly string[]) => string;
}
