import type { PageContext } from '../page.ts';

/** The page's own address with other parameters: null or '' takes one away. */
export function withQuery(
  { links, path, query }: Pick<PageContext, 'links' | 'path' | 'query'>,
  changes: Readonly<Record<string, string | null>>,
): string {
  const asked = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') asked.delete(name);
    else asked.set(name, value);
  }
  const text = asked.toString();
  return links.page(path) + (text === '' ? '' : `?${text}`);
}

const longest = 200;

/** A parameter as it was given, bounded; null where it was not. */
export function given(query: URLSearchParams, name: string): string | null {
  const text = query.get(name)?.trim() ?? '';
  return text === '' ? null : text.slice(0, longest);
}

/** A parameter that is one of some words; null for anything else. */
export const oneOf = <T extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly T[],
): T | null => words.find((word) => word === query.get(name)) ?? null;
