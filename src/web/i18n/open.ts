import type { IntlMessageFormat } from 'intl-messageformat';
import { type Html, html, markupOf, trusted } from '../html.ts';
import { type Compiled, cachedFormatters, compile } from './compile.ts';
import { formatsOf } from './formats.ts';
import { type Language, languages, type LanguageTag } from './languages.ts';
import type { Locale, MessageKey, MessageValues, RichValues } from './locale.ts';
import bn from './messages/bn.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import id from './messages/id.json' with { type: 'json' };
import sd from './messages/sd.json' with { type: 'json' };

const messages: Readonly<Record<LanguageTag, Readonly<Record<MessageKey, string>>>> = { en, bn, id, sd };
const opened = new Map<LanguageTag, Locale>();

/** A language at work. Opened once and kept; each message is compiled when it is first asked for. */
export function openLocale(tag: LanguageTag): Locale {
  const known = opened.get(tag);
  if (known !== undefined) return known;
  const language = languages.find((one) => one.tag === tag) ?? languages[0];
  const locale = localeOf(language, messages[language.tag]);
  opened.set(tag, locale);
  return locale;
}

/** For `openLocale`, and for tests with messages of their own. */
export function localeOf(language: Language, texts: Readonly<Record<string, string>>): Locale {
  const { clock, ...formats } = formatsOf(language.intl);
  const formatters = cachedFormatters();
  const compiled = new Map<string, Compiled>();
  const ready = (key: string): Compiled => {
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const text = texts[key];
    if (text === undefined) throw new Error(`There is no message ${key} in ${language.tag}`);
    const made = compile(text, language.intl, formatters);
    compiled.set(key, made);
    return made;
  };
  const t = (key: MessageKey, values: MessageValues = {}): string => {
    const message = ready(key);
    if (message.kind === 'text') return message.text;
    if (message.kind === 'format') return formatted(key, message.format, values);
    let text = '';
    for (const piece of message.pieces) {
      text += piece.text;
      if (piece.argument !== null) text += String(given(values, piece.argument, key));
    }
    return text;
  };
  const before = new Map<string, string>();
  const formatted = (key: string, format: IntlMessageFormat, values: MessageValues): string => {
    const asked = `${key} ${JSON.stringify(values)}`;
    const known = before.get(asked);
    if (known !== undefined) return known;
    const text = String(format.format<string>(values));
    if (before.size >= mostRemembered) before.clear();
    before.set(asked, text);
    return text;
  };
  const rich = (key: MessageKey, values: RichValues): Html => {
    const message = ready(key);
    if (message.kind === 'text') return message.markup;
    if (message.kind === 'pieces') {
      let text = '';
      for (const piece of message.pieces) {
        text += piece.markup;
        if (piece.argument !== null) text += markupOf(shown(given(values, piece.argument, key)));
      }
      return trusted(text);
    }
    const parts = message.format.format<Html>(withTags(values));
    return html`${Array.isArray(parts) ? parts : [parts]}`;
  };
  return { language, t, rich, ...formats, time: (at) => t('time.utc', { time: clock(at) }) };
}

/** Sentences with numbers in them that are remembered, a language. */
const mostRemembered = 1000;

function given<T>(values: Readonly<Record<string, T>>, name: string, key: string): T {
  const value = values[name];
  if (value === undefined) throw new Error(`The message ${key} needs ${name}`);
  return value;
}

/** A tag's function is no value of an argument. */
const shown = (value: RichValues[string]): string | number | Html =>
  typeof value === 'function' ? '' : value;

type LibraryValue = string | number | Html | ((parts: readonly (string | Html)[]) => Html);

/** The library hands a tag's content over in parts, texts among them, which are escaped here. */
function withTags(values: RichValues): Record<string, string | Html | ((parts: (string | Html)[]) => Html)> {
  const ready: Record<string, LibraryValue> = {};
  for (const [name, value] of Object.entries(values)) {
    ready[name] = typeof value === 'function' ? (parts) => trusted(String(value(html`${parts}`))) : value;
  }
  return ready as Record<string, string>;
}
