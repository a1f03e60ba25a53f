import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { OwningPackage } from '../../listener.ts';
import type { PackageFinder } from './finder.ts';

const folders = ['var/lib/rpm', 'usr/lib/sysimage/rpm'];
const databases = ['rpmdb.sqlite', 'Packages', 'Packages.db'];
const format = '%{NAME}\\t%{VERSION}-%{RELEASE}\\n';
const mostAtOnce = 100;
/** Beyond this many questions the rest stays unknown: each starts a program. */
const mostQuestions = 50;

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
  const known: Known = new Map();
  const asking = { ...options, left: mostQuestions };
  return {
    find(paths) {
      const fresh = paths.filter(
        (path) => path.startsWith('/') && !/[\n\ufffd]/.test(path) && !known.has(path),
      );
      for (let at = 0; at < fresh.length; at += mostAtOnce)
        askAll(fresh.slice(at, at + mostAtOnce), asking, known);
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

interface Asking extends RpmOptions {
  /** How many questions may still be put. */
  left: number;
}

/**
 * Asks of all at once. rpm answers in the order asked, with a line for each owner of a file or one that there is none;
 * so as many lines as files that it did not complain of are one line each. Else the question is halved.
 */
function askAll(paths: readonly string[], asking: Asking, known: Known): void {
  const answer = asking.left-- > 0 ? ask(paths, asking) : null;
  if (answer === null) return keep(paths, [], known);
  const { lines, complaints } = answer;
  const missing = new Set(
    paths.filter((path) => complaints.includes(`error: file ${path}: No such file or directory`)),
  );
  const there = paths.filter((path) => !missing.has(path));
  if ((complaints.length === missing.size && lines.length === there.length) || paths.length === 1) {
    keep([...there, ...missing], lines, known);
    return;
  }
  const middle = Math.ceil(paths.length / 2);
  askAll(paths.slice(0, middle), asking, known);
  askAll(paths.slice(middle), asking, known);
}

function keep(paths: readonly string[], lines: readonly string[], known: Known): void {
  for (const [at, path] of paths.entries()) {
    const line = lines[at];
    known.set(path, line === undefined ? undefined : parseRpmLine(line, path));
  }
}

/** One line of the answer: name, tab, version; or the sentence that none owns the file; undefined for another. */
export function parseRpmLine(line: string, path: string): OwningPackage | null | undefined {
  const [name = '', version, more] = line.split('\t');
  if (version !== undefined && more === undefined && /^[\w.+-]+$/.test(name))
    return { name, version, manager: 'rpm' };
  return line === `file ${path} is not owned by any package` ? null : undefined;
}

interface Answer {
  readonly lines: readonly string[];
  /** What it wrote to standard error, but for warnings. */
  readonly complaints: readonly string[];
}

function ask(paths: readonly string[], { command, timeout }: RpmOptions): Answer | null {
  // Loaded here: most systems never ask.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { stdout, stderr, error } = spawnSync(command, ['-qf', '--qf', format, ...paths], {
    encoding: 'utf8',
    env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 20,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
  });
  if (error !== undefined) return null;
  return {
    lines: linesOf(stdout),
    complaints: linesOf(stderr).filter((line) => !line.startsWith('warning:')),
  };
}

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
