import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { homeFolder } from '../core/home.ts';

/** Where the registry's data lies. */
export interface RegistryPlaces {
  /** `dist/data` of the package: the embedded table and the dossiers. */
  readonly packageData: string;
  /** The full record of whoever runs the command; `reeve registry update` writes it. */
  readonly ownTable: string;
  /** The full record that root keeps for everybody; the own one where root runs the command. */
  readonly systemTable: string;
  /** The host's own names, services(5). */
  readonly services: string;
}

const tableName = 'registry.table';
export const embeddedTableName = 'embedded.table';
const systemFolder = '/var/lib/portreeve';

/**
 * The places as the system and the environment give them. `PORTREEVE_DATA_DIR` names the folder of the own
 * record and leaves the system-wide one out of sight; `XDG_DATA_HOME` is taken where it is absolute, as its
 * specification asks. https://specifications.freedesktop.org/basedir-spec/
 */
export function registryPlaces(
  env: NodeJS.ProcessEnv = process.env,
  uid = process.getuid?.(),
): RegistryPlaces {
  const chosen = env['PORTREEVE_DATA_DIR'];
  const own = chosen || ownFolder(env, uid);
  return {
    packageData: packageDataFolder(),
    ownTable: join(own, tableName),
    systemTable: join(chosen || systemFolder, tableName),
    services: process.platform === 'win32' ? windowsServices(env) : '/etc/services',
  };
}

function ownFolder(env: NodeJS.ProcessEnv, uid: number | undefined): string {
  if (uid === 0) return systemFolder;
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? homeFolder(), 'portreeve');
  const xdg = env['XDG_DATA_HOME'] ?? '';
  return join(isAbsolute(xdg) ? xdg : join(homeFolder(), '.local', 'share'), 'portreeve');
}

const windowsServices = (env: NodeJS.ProcessEnv): string =>
  join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'services');

let found: string | null = null;

/** The package's folder is the nearest one above with our package.json, from the sources and the bundle alike. */
export function packageDataFolder(): string {
  found ??= join(packageRoot(dirname(fileURLToPath(import.meta.url))), 'dist', 'data');
  return found;
}

function packageRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && /"name":\s*"portreeve"/.test(readFileSync(manifest, 'utf8'))) return folder;
    if (folder === dirname(folder)) return from;
  }
}
