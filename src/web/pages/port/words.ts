import type { Transport } from '../../../core/transport.ts';
import type { AssignmentStatus } from '../../../registry/record.ts';
import { type Html, html, trusted } from '../../html.ts';
import type { Locale, MessageKey } from '../../i18n/index.ts';
import { type BadgeKind, code, ltr } from '../../look/components.ts';
import type { PortFacts } from './facts.ts';

export const upper = (transport: Transport): string => transport.toUpperCase();

/** `TCP and UDP`. */
export const transportList = (locale: Locale, list: readonly Transport[]): string =>
  locale.list(list.map(upper));

export const statusKinds = {
  assigned: 'info',
  reserved: 'warn',
  'de-assigned': 'warn',
  unassigned: 'dim',
} as const satisfies Record<AssignmentStatus, BadgeKind>;

/** The status of a transport in a word, as sure as the list allows. */
export function statusWord(locale: Locale, status: AssignmentStatus, { kind, whole }: PortFacts): string {
  if (status !== 'unassigned') return locale.t(statusKeys[status]);
  if (kind === 'dynamic') return locale.t('status.dynamic');
  return locale.t(whole ? 'status.unassigned' : 'status.unlisted');
}

const statusKeys = {
  assigned: 'status.assigned',
  reserved: 'status.reserved',
  'de-assigned': 'status.deAssigned',
} as const satisfies Partial<Record<AssignmentStatus, MessageKey>>;

/** One text, once with markup and once without, for search engines. */
export interface Said {
  readonly html: Html;
  readonly text: string;
}

/** A word of a sentence that is not translated. */
export interface Foreign {
  readonly text: string;
  /** Commands and names of services in the type of code; all else left to right. */
  readonly as: 'code' | 'name' | 'text';
}

export const command = (text: string): Foreign => ({ text, as: 'code' });
export const name = (text: string): Foreign => ({ text, as: 'name' });

/** Values of sentences, once as text and once as markup. */
export interface Words {
  readonly plain: Readonly<Record<string, string | number>>;
  readonly marked: Readonly<Record<string, string | number | Html>>;
}

/** Foreign words, numbers or plain words of the language; `base` has more of them. */
export function wordsOf(
  values: Readonly<Record<string, string | number | Foreign>>,
  base: Words | null = null,
): Words {
  const plain: Record<string, string | number> = { ...base?.plain };
  const marked: Record<string, string | number | Html> = { ...base?.marked };
  for (const key in values) {
    const value = values[key] ?? '';
    plain[key] = typeof value === 'object' ? value.text : value;
    marked[key] = typeof value === 'object' ? markup(value) : value;
  }
  return { plain, marked };
}

export const sayWith = (locale: Locale, key: MessageKey, { plain, marked }: Words): Said => ({
  html: locale.rich(key, marked),
  text: locale.t(key, plain),
});

/** A sentence whose values are foreign words, numbers or plain words of the language. */
export const say = (
  locale: Locale,
  key: MessageKey,
  values: Readonly<Record<string, string | number | Foreign>> = {},
): Said => sayWith(locale, key, wordsOf(values));

const markup = ({ text, as }: Foreign): Html => {
  if (as === 'code') return code(text);
  return as === 'name' ? html`<bdi dir="ltr" lang="en">${text}</bdi>` : ltr(text);
};

const prepared = new Map<string, Html>();
const mostPrepared = 4096;

/** English prose of dossiers: `names` in backticks become code. The same sentences are shown again and again. */
export function prose(text: string): Html {
  const known = prepared.get(text);
  if (known !== undefined) return known;
  const parts = text.split('`');
  const made = trusted(
    parts
      .map((part, index) =>
        String(
          index % 2 === 1 && index < parts.length - 1 ? html`<code dir="ltr">${part}</code>` : html`${part}`,
        ),
      )
      .join(''),
  );
  if (prepared.size >= mostPrepared) prepared.clear();
  prepared.set(text, made);
  return made;
}

/** A paragraph that only exists in English, as its readers set it, with what follows on its line. */
export const englishBlock = (text: string, after: Html | readonly Html[] = []): Html =>
  html`<p class="english" lang="en" dir="ltr">${prose(text)}${after}</p>`;

/** The same for where no markup can be. */
export const plainProse = (text: string): string => text.replaceAll('`', '');
