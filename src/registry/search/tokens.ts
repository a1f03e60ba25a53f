/** Words as the search knows them: lower case, without accents, letters and digits only. */
export const tokensOf = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .match(/[a-z0-9]+/g) ?? [];

/** Longest word kept; a longer one is cut, in the index and in the question alike. */
const maxTokenLength = 40;

export const cutToken = (token: string): string => token.slice(0, maxTokenLength);

/**
 * Which of 32 letters and digits a word has, as bits. A word that can be reached by `k` edits lacks at most
 * `k` of the other's, so most of the vocabulary is ruled out by one AND.
 */
export function signatureOf(token: string): number {
  let bits = 0;
  for (let place = 0; place < token.length; place++) bits |= 1 << (token.charCodeAt(place) & 31);
  return bits >>> 0;
}
