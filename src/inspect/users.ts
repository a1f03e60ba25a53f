import { readFileSync } from 'node:fs';

/** User names by uid; the first line of a uid wins, as with getpwuid(3). */
export type UserNames = ReadonlyMap<number, string>;

/**
 * Reads the text of a passwd(5) file. Lines that are no entry (comments, NIS `+` lines, damaged ones) are passed
 * over: they name nobody.
 */
export function parsePasswd(text: string): UserNames {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name = '', , uid = ''] = line.split(':', 3);
    if (name === '' || name.startsWith('#') || !/^\d{1,10}$/.test(uid)) continue;
    if (!names.has(Number(uid))) names.set(Number(uid), name);
  }
  return names;
}

/**
 * A look-up of user names that reads the file at its first question. Names that only a directory service knows
 * (LDAP, sssd) are not in the file and give null: asking them could hang.
 */
export function userNames(file = '/etc/passwd'): (uid: number) => string | null {
  let names: UserNames | undefined;
  return (uid) => {
    names ??= parsePasswd(readOrEmpty(file));
    return names.get(uid) ?? null;
  };
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
