/**
 * Languages and their messages.
 *
 * Numbers: what COUNTS is written with the language's digits (`{count, number}`, `#` in a plural, `locale.number`);
 * what NAMES something (a port, an address, a process id, a date in ISO form) stays as it is typed, in ASCII
 * digits: in messages a plain `{port}`, in markup within `<bdi dir="ltr">` (`ltr(port)` of the look).
 */
export { type LanguageTag, languages } from './languages.ts';
export type { Locale, MessageKey } from './locale.ts';
export { negotiate } from './negotiate.ts';
export { openLocale } from './open.ts';
