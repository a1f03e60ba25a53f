import { html as template, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** Markup that is safe to send. */
export type Html = HtmlEscapedString;

type Value = string | number | Html | null | undefined | false | readonly Value[];

/** A template whose values are escaped unless they are markup themselves; null, undefined and false leave nothing. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Html =>
  // Without promises among the values the answer is none either.
  template(strings, ...values.map(orNothing)) as Html;

const orNothing = (value: Value): unknown => value ?? '';

export const nothing: Html = raw('');

/** For markup that this program made itself, never for text from outside. */
export const trusted = (markup: string): Html => raw(markup);
