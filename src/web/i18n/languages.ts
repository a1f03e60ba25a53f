/** A language of the pages; its messages are `messages/TAG.json`. */
export interface Language {
  readonly tag: 'en' | 'bn' | 'id' | 'sd';
  /** Its own name for itself. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** For Intl: the same language with its own digits. */
  readonly intl: string;
}

export const languages = [
  { tag: 'en', name: 'English', dir: 'ltr', intl: 'en' },
  { tag: 'bn', name: 'বাংলা', dir: 'ltr', intl: 'bn' },
  { tag: 'id', name: 'Bahasa Indonesia', dir: 'ltr', intl: 'id' },
  { tag: 'sd', name: 'سنڌي', dir: 'rtl', intl: 'sd' },
] as const satisfies readonly Language[];

export type LanguageTag = Language['tag'];
