import { isSecretName } from './secret-names.ts';
import { meaningOf, type SecretOptions, secretOptions } from './secret-options.ts';
import { hidden, redactShapes } from './secret-shapes.ts';

/** What the next word is, from what stood before it. */
type Awaited = 'nothing' | 'secret' | 'userPassword' | 'headerValue';

interface Redacted {
  readonly text: string;
  readonly next: Awaited;
}

const nesting = 4;
const schemes = /^(?:basic|bearer|digest|negotiate|token)$/i;
/** Values that say whether, not what. */
const switchValue = /^(?:|true|false|yes|no|on|off|none|null|enabled|disabled)$/i;
/** `name=value`: an option, a variable, a property. */
const pair = /^(-{0,2}[A-Za-z_][\w.-]{0,119})=(.*)$/s;
const header = /^([\w-]{1,119}):(\s*)(.*)$/s;
/** A word that is an option and no secret that happens to begin with a dash. */
const optionLike = /^(?:--?[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*(?:=.*)?|-[A-Za-z]{1,3}|--)$/s;

/**
 * A command line without its secrets: the values of options, variables, headers and keys whose names say that they
 * hold one (`--password x`, `PGPASSWORD=x`, `-H "Authorization: Bearer x"`), of options known of some programs
 * (`mysql -px`, `curl -u user:x`), in addresses (`user:x@host`), and tokens of known shapes. A word that is itself a
 * command (`sh -c '...'`, a rewritten title) is looked into. What only its owner could know for a secret stays.
 */
export function redactCommand(words: readonly string[]): readonly string[] {
  return redactWords(words, 0);
}

/** As `redactCommand`, for a text that may hold a command line or a part of one. */
export const redactText = (text: string): string => redactWord(text, 0).text;

function redactWords(words: readonly string[], depth: number): readonly string[] {
  let awaited: Awaited = 'nothing';
  let options: SecretOptions | null = null;
  let named: readonly string[] = [];
  return words.map((word, at) => {
    const value = redactAwaited(word, awaited);
    if (value !== null) {
      awaited = value.next;
      return value.text;
    }
    const found = optionsOf(word);
    if (found !== null || at === 0) options = found;
    else if (options?.runsCommand === true && !word.startsWith('-')) options = null;
    if (options?.after !== undefined && !word.startsWith('-')) named = [...named, word].slice(-8);
    const { text, next } = redactOption(word, options, named) ?? redactWord(word, depth);
    awaited = next;
    return text;
  });
}

function optionsOf(word: string): SecretOptions | null {
  if (word.startsWith('-')) return null;
  const name = word.slice(word.lastIndexOf('/') + 1);
  return secretOptions.find(({ program }) => program.test(name)) ?? null;
}

// A value that the word before it has announced; null where this word is none.
function redactAwaited(word: string, awaited: Awaited): Redacted | null {
  if (awaited === 'nothing' || word === '')
    return awaited === 'nothing' ? null : { text: word, next: 'nothing' };
  if (awaited === 'headerValue') {
    // A header's parts may be words of their own: `Cookie: a=1; b=2`.
    const goesOn = schemes.test(word) || /[;,]$/.test(word);
    return { text: schemes.test(word) ? word : hidden, next: goesOn ? 'headerValue' : 'nothing' };
  }
  if (optionLike.test(word)) return null;
  return { text: awaited === 'secret' ? hideValue(word) : hidePassword(word), next: 'nothing' };
}

const hideValue = (value: string): string => (switchValue.test(value) ? value : hidden);

function hidePassword(userPassword: string): string {
  const colon = userPassword.indexOf(':');
  return colon === -1 ? userPassword : `${userPassword.slice(0, colon)}:${hidden}`;
}

function redactOption(
  word: string,
  options: SecretOptions | null,
  named: readonly string[],
): Redacted | null {
  if (options === null || (options.after !== undefined && !named.includes(options.after))) return null;
  const meaning = meaningOf(word, options);
  if (meaning.kind === 'none') return null;
  if (meaning.kind === 'next') return { text: word, next: meaning.value };
  const value = word.slice(meaning.option.length);
  const shown = meaning.value === 'secret' ? hidden : hidePassword(value);
  return { text: `${meaning.option}${shown}`, next: 'nothing' };
}

function redactWord(word: string, depth: number): Redacted {
  const [, name = '', value] = pair.exec(word) ?? [];
  if (value !== undefined) {
    const shown = isSecretName(name)
      ? hideValue(value)
      : depth < nesting
        ? redactWord(value, depth + 1).text
        : hidden;
    return { text: `${name}=${shown}`, next: 'nothing' };
  }
  const named = redactHeader(word);
  if (named !== null) return named;
  if (/^--?[A-Za-z][\w.-]*$/.test(word))
    return { text: word, next: isSecretName(word) ? 'secret' : 'nothing' };
  const text = redactShapes(word);
  return { text: /\s/.test(text) ? redactInside(text, depth) : text, next: 'nothing' };
}

function redactHeader(word: string): Redacted | null {
  const [, name = '', gap = '', value] = header.exec(word) ?? [];
  if (value === undefined || !isSecretName(name)) return null;
  if (value === '') return { text: word, next: 'headerValue' };
  // `auth:2.1` is an image with its tag, `auth: 2.1` a header.
  if (gap === '' && /auth$/i.test(name)) return null;
  return { text: `${name}:${gap}${hidden}`, next: 'nothing' };
}

/** The words and gaps of a command in one text; what is quoted is one word, to the end where it is not closed. */
const parts = /\s+|(?:[^\s="']{1,120}=)?(?:"(?:[^"\\]|\\[^]|\\$)*(?:"|$)|'[^']*(?:'|$))|\S+/gs;
const quoted = /^(["'])(.*?)\1?$/s;

function redactInside(text: string, depth: number): string {
  if (depth >= nesting) return hidden;
  const all = text.match(parts) ?? [];
  const words = redactWords(all.filter(isWord).map(unquoted), depth + 1);
  let at = 0;
  return all.map((part) => (isWord(part) ? requoted(part, words[at++] ?? hidden) : part)).join('');
}

const isWord = (part: string): boolean => /\S/.test(part);
const unquoted = (part: string): string => quoted.exec(part)?.[2] ?? part;

function requoted(part: string, word: string): string {
  const quote = quoted.exec(part)?.[1] ?? '';
  return `${quote}${word}${quote !== '' && part.length > 1 && part.endsWith(quote) ? quote : ''}`;
}
