/**
 * Patterns for programs in a policy: `*` stands for any characters but a slash, `\*` for a star, `\\` for a backslash.
 * Matching is linear in each part of the path, so that no pattern can be made to take long.
 */
type Token = { readonly star: true } | { readonly star: false; readonly text: string };

const star: Token = { star: true };

/** A text as a pattern that matches it alone. */
export const literally = (text: string): string => text.replace(/[*\\]/g, '\\$&');

/** Whether a pattern matches a text as a whole. */
export function patternMatches(pattern: string, text: string): boolean {
  const wanted = tokenise(pattern);
  const given = text.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => partMatches(part, Array.from(given[at] ?? '')))
  );
}

/** The parts of a pattern between slashes, each as its characters and stars. */
function tokenise(pattern: string): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let escaped = false;
  for (const character of pattern) {
    const last = parts.at(-1);
    if (!escaped && character === '\\') escaped = true;
    else if (!escaped && character === '/') parts.push([]);
    else {
      last?.push(!escaped && character === '*' ? star : { star: false, text: character });
      escaped = false;
    }
  }
  if (escaped) parts.at(-1)?.push({ star: false, text: '\\' });
  return parts;
}

/** The usual way of one star remembered: on a mismatch the last star takes one character more. */
function partMatches(pattern: readonly Token[], text: readonly string[]): boolean {
  let at = 0;
  let from = 0;
  let lastStar = -1;
  let taken = 0;
  while (from < text.length) {
    const token = pattern[at];
    if (token !== undefined && !token.star && token.text === text[from]) {
      at++;
      from++;
    } else if (token?.star) {
      lastStar = at++;
      taken = from;
    } else if (lastStar >= 0) {
      at = lastStar + 1;
      from = ++taken;
    } else return false;
  }
  while (pattern[at]?.star) at++;
  return at === pattern.length;
}

/** Folders whose name holds a hash, a version or a date that the next upgrade changes. */
const passing =
  /^(?:[\da-f]{16,}|v?\d+(?:\.\d+)+(?:[-+_.][\w.+]*)?|\d{8,14}|(?:Stable|Insiders)-[\da-f]{16,})$/;

/** A path as a pattern in which what changes with every upgrade is a star; the file's own name stays. */
export function steady(path: string): string {
  const parts = path.split('/');
  let stars = 0;
  const written = parts.map((part, at) =>
    changes(parts, at) && stars++ < mostStars ? '*' : literally(part),
  );
  return written.join('/');
}

/** As many as a policy file may have in one pattern. */
export const mostStars = 16;

function changes(parts: readonly string[], at: number): boolean {
  const [grandparent, parent, part = ''] = [parts[at - 2], parts[at - 1], parts[at]];
  if (at === parts.length - 1 || part === '') return false;
  const inStore = parent === 'store' && (grandparent === 'nix' || grandparent === 'gnu');
  return inStore || grandparent === 'snap' || grandparent === 'Cellar' || passing.test(part);
}
