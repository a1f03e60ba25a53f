import type { Found } from './found.ts';

import { findInIndex } from '../atlas/index-file.ts';

/** Newest question wins: an older one that is still under way is given up. */
export function finder(url: string): (words: string) => Promise<readonly Found[] | null> {
  // A static site has a file instead of a server.
  if (url.endsWith('.json')) return (words) => findInIndex(url, words);
  const known = new Map<string, readonly Found[]>();
  let asking: AbortController | null = null;
  return async (words) => {
    asking?.abort();
    const found = known.get(words);
    if (found !== undefined) return found;
    const mine = new AbortController();
    asking = mine;
    try {
      const asked = new URL(url, location.href);
      asked.searchParams.set('q', words);
      const answer = await fetch(asked, { signal: mine.signal, headers: { accept: 'application/json' } });
      if (!answer.ok) return null;
      const { results } = (await answer.json()) as { readonly results: readonly Found[] };
      known.set(words, results);
      return results;
    } catch {
      return null;
    }
  };
}
