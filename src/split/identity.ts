import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../core/errors.ts';

export interface Identity {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * An own user is better: processes of one user may read and end each other, and others run as nobody too. Packagers
 * and administrators make it with `useradd --system portreeve`.
 */
const preferred = ['portreeve', 'nobody'];
/** The overflow id that the kernel itself uses where it has none. */
const lastResort: Identity = { name: '65534', uid: 65_534, gid: 65_534 };

/**
 * As whom the unprivileged part runs when root starts it.
 * @param wanted a user's name or id; null = `portreeve` where there is one, else `nobody`
 * @throws ReeveError `USAGE` where there is no such user, or it is root
 */
export function unprivilegedIdentity(wanted: string | null, passwd = readPasswd()): Identity {
  const users = parsePasswd(passwd).filter(({ uid }) => uid !== 0);
  if (wanted === null) {
    const found = preferred.flatMap((name) => users.filter((user) => user.name === name));
    return found[0] ?? lastResort;
  }
  const found = users.find(({ name, uid }) => name === wanted || String(uid) === wanted);
  if (found !== undefined) return found;
  throw fail('USAGE', {
    asked: `to run as the user ${JSON.stringify(wanted)}`,
    found: 'there is no such user in /etc/passwd, or it is root',
  });
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}

/** passwd(5): name:password:uid:gid:... */
function parsePasswd(text: string): readonly Identity[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    if (name === '' || !/^\d{1,10}$/.test(uid) || !/^\d{1,10}$/.test(gid)) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

const anyone = { read: 0o4, enter: 0o1 } as const;

/**
 * Whether this user could read the file by the modes of it and of the folders above, up to `from`; groups and ACLs are
 * not asked.
 */
export function mayRead(file: string, { uid, gid }: Identity, from = '/'): boolean {
  try {
    const whole = realpathSync(file);
    if (!allows(whole, anyone.read, uid, gid)) return false;
    for (let folder = path.dirname(whole); ; folder = path.dirname(folder)) {
      if (!allows(folder, anyone.enter, uid, gid)) return false;
      if (folder === from || folder === path.dirname(folder)) return true;
    }
  } catch {
    return false;
  }
}

function allows(file: string, right: number, uid: number, gid: number): boolean {
  const stat = statSync(file);
  const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0;
  return ((stat.mode >> shift) & right) === right;
}
