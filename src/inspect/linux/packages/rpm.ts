import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { OwningPackage } from '../../listener.ts';
import type { PackageFinder } from './finder.ts';

const folders = ['var/lib/rpm', 'usr/lib/sysimage/rpm'];
const databases = ['rpmdb.sqlite', 'Packages', 'Packages.db'];
const format = '%{NAME}\\t%{VERSION}-%{RELEASE}\\n';
const mostAtOnce = 100;

export interface RpmOptions {
  /** The root of the system asked about; `/` but for tests. */
  readonly root: string;
  readonly command: string;
  /** Milliseconds for one question. */
  readonly timeout: number;
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** A finder that asks `rpm -qf`; null where this system has no rpm database or no rpm. */
export function rpmFinder(options: RpmOptions): PackageFinder | null {
  const database = folders.some((folder) =>
    databases.some((name) => isFile(join(options.root, folder, name))),
  );
  if (!database || !isFile(options.command)) return null;
  const known = new Map<string, OwningPackage | null | undefined>();
  return {
    find(paths) {
      const fresh = paths.filter(
        (path) => path.startsWith('/') && !/[\n\ufffd]/.test(path) && !known.has(path),
      );
      for (let at = 0; at < fresh.length; at += mostAtOnce)
        askAll(fresh.slice(at, at + mostAtOnce), options, known);
      return new Map(
        paths.flatMap((path) => {
          const owner = known.get(path);
          return owner === undefined ? [] : [[path, owner] as const];
        }),
      );
    },
  };
}

type Known = Map<string, OwningPackage | null | undefined>;

// rpm answers in the order asked, but a file may have several owners, or none and be gone: then one by one.
function askAll(paths: readonly string[], options: RpmOptions, known: Known): void {
  const lines = ask(paths, options);
  if (lines === null) {
    for (const path of paths) known.set(path, undefined);
  } else if (lines.length === paths.length) {
    for (const [at, path] of paths.entries()) known.set(path, parseRpmLine(lines[at] ?? '', path));
  } else if (paths.length === 1) {
    const [path = ''] = paths;
    known.set(path, lines[0] === undefined ? undefined : parseRpmLine(lines[0], path));
  } else {
    const middle = Math.ceil(paths.length / 2);
    askAll(paths.slice(0, middle), options, known);
    askAll(paths.slice(middle), options, known);
  }
}

/** One line of the answer: name, tab, version; or the sentence that none owns the file; undefined for another. */
export function parseRpmLine(line: string, path: string): OwningPackage | null | undefined {
  const [name = '', version, more] = line.split('\t');
  if (version !== undefined && more === undefined && /^[\w.+-]+$/.test(name))
    return { name, version, manager: 'rpm' };
  return line === `file ${path} is not owned by any package` ? null : undefined;
}

function ask(paths: readonly string[], { command, timeout }: RpmOptions): readonly string[] | null {
  // Loaded here: most systems never ask.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { stdout, error } = spawnSync(command, ['-qf', '--qf', format, ...paths], {
    encoding: 'utf8',
    env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout,
  });
  return error === undefined ? stdout.split('\n').filter((line) => line !== '') : null;
}
