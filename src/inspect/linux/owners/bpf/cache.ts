import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { release } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { homeFolder } from '../../../../core/home.ts';
import { type KernelLayout, parseLayout } from './layout.ts';

const fileName = 'kernel-layout.json';
const largestFile = 16_384;

/** Root's own folder, else `$XDG_CACHE_HOME/portreeve` or `~/.cache/portreeve`. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (process.geteuid?.() === 0) return '/var/cache/portreeve';
  // The specification has relative paths ignored.
  const base = environment['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(base) ? base : join(homeFolder(), '.cache'), 'portreeve');
}

/** What the layout depends on: this boot of this kernel. */
const bootKey = (): string =>
  `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${release()}`;

/** The remembered layout, or null: absent, of another boot, damaged, or writable by anybody else. */
export function recallLayout(folder = cacheFolder()): KernelLayout | null {
  try {
    if (!isOurs(lstatSync(folder), constants.S_IFDIR)) return null;
    const value: unknown = JSON.parse(readOwn(join(folder, fileName)));
    if (typeof value !== 'object' || value === null || !('key' in value) || !('layout' in value)) return null;
    return value.key === bootKey() ? parseLayout(value.layout) : null;
  } catch {
    return null;
  }
}

function readOwn(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    return isOurs(stats, constants.S_IFREG) && stats.size <= largestFile ? readFileSync(fd, 'utf8') : '';
  } finally {
    closeSync(fd);
  }
}

const isOurs = ({ mode, uid }: Stats, type: number): boolean =>
  (mode & constants.S_IFMT) === type && uid === process.geteuid?.() && (mode & 0o022) === 0;

/** Remembers the layout for the next run. A failure only costs that run some milliseconds. */
export function rememberLayout(layout: KernelLayout, folder = cacheFolder()): void {
  const draft = join(folder, `.${fileName}.${process.pid}.${Date.now()}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOurs(lstatSync(folder), constants.S_IFDIR)) return;
    writeFileSync(draft, JSON.stringify({ key: bootKey(), layout }), { mode: 0o600, flag: 'wx' });
    renameSync(draft, join(folder, fileName));
  } catch {
    try {
      unlinkSync(draft);
    } catch {
      // It was not made.
    }
  }
}

/** Forgets a layout that turned out wrong; the next look at owners reads it anew. */
export function forgetLayout(folder = cacheFolder()): void {
  try {
    unlinkSync(join(folder, fileName));
  } catch {
    // There is none, or it is not ours.
  }
}
