/** Digits of languages whose data browsers may leave out. */
const digits: Readonly<Record<string, string>> = { sd: 'arab' };

/** A language for `Intl`, with its own digits even where the browser knows nothing else of it. */
export function withDigits(language: string): string {
  const own = digits[language];
  return own === undefined ? language : `${language}-u-nu-${own}`;
}

/** Browsers leave out the data of small languages and do not say so: months are then called `M01`. */
export const isWritten = (language: string): boolean =>
  !/^M\d/.test(new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' }).format(0));
