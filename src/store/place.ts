import { statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { homeFolder } from '../core/home.ts';

/** Where the store lies. */
export interface StorePlace {
  readonly path: string;
  /** Root's store, where somebody else asks and has none of his own to read; null for root. */
  readonly system: string | null;
}

const systemFolder = '/var/lib/portreeve';
const inside = (folder: string): string => join(folder, 'store', 'knocks.db');

/**
 * `REEVE_STORE` names the file; `PORTREEVE_DATA_DIR` the folder of all data, and leaves the system-wide one out of sight.
 * Else it is state, which is kept but not worth a backup: `XDG_STATE_HOME` where it is absolute.
 * https://specifications.freedesktop.org/basedir-spec/
 */
export function storePlace(env: NodeJS.ProcessEnv = process.env, uid = process.getuid?.()): StorePlace {
  const named = env['REEVE_STORE'];
  if (named) return { path: resolve(named), system: null };
  const data = env['PORTREEVE_DATA_DIR'];
  if (data) return { path: inside(resolve(data)), system: null };
  if (uid === 0) return { path: inside(systemFolder), system: null };
  if (process.platform === 'win32')
    return { path: inside(join(env['LOCALAPPDATA'] ?? homeFolder(), 'portreeve')), system: null };
  const xdg = env['XDG_STATE_HOME'] ?? '';
  const state = isAbsolute(xdg) ? xdg : join(homeFolder(), '.local', 'state');
  return { path: inside(join(state, 'portreeve')), system: inside(systemFolder) };
}

/**
 * Whether there is a store to read: one stat, so that who has none pays nothing for it. `hidden`: there is one, or may be,
 * where this user cannot look; root's among them, where the user has none.
 */
export function whereabouts({ path, system }: StorePlace): 'there' | 'hidden' | 'none' {
  const own = look(path);
  if (own !== 'none' || system === null) return own;
  return look(dirname(system)) === 'none' ? 'none' : 'hidden';
}

function look(path: string): 'there' | 'hidden' | 'none' {
  try {
    statSync(path);
    return 'there';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'hidden' : 'none';
  }
}
