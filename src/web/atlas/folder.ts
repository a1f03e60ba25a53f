import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fail } from '../../core/errors.ts';
import {
  type Manifest,
  manifestName,
  manifestText,
  parseManifest,
  type Written,
  writtenAs,
} from './manifest.ts';

const stagingName = '.portreeve-atlas.tmp';

/** A folder that holds a site of ours and perhaps files of others, which are never touched. */
export class SiteFolder {
  readonly path: string;
  readonly #before: Manifest;
  readonly #now = new Map<string, Written | null>();
  readonly #folders = new Set<string>();
  counts = { written: 0, unchanged: 0, removed: 0 };

  /**
   * Nothing is written where the folder holds what is not ours and in the way.
   * @param names all that will be written
   * @throws ReeveError `FOLDER_FOREIGN`, `FOLDER_UNWRITABLE`
   */
  constructor(path: string, names: Iterable<string>) {
    this.path = resolve(path);
    this.#before = this.#ours();
    const wanted = [...names];
    const taken = wanted.find((name) => !this.#before.has(name) && this.#size(name) !== null);
    if (taken !== undefined) throw foreign(this.path, `it holds ${taken}, which reeve did not write`);
    this.#write(() => {
      mkdirSync(join(this.path, stagingName), { recursive: true });
      // Before the first file: killed in between, the next run knows which files are ours.
      const all = new Map([...wanted.map((name) => [name, null] as const), ...this.#before]);
      this.#replace(manifestName, manifestText(all));
    });
  }

  /** Writes a file, whole or not at all, where it is not there just so already. */
  put(name: string, content: Uint8Array | string): void {
    const as = writtenAs(content);
    const before = this.#before.get(name);
    this.#now.set(name, as);
    if (before?.hash === as.hash && this.#size(name) === as.bytes) {
      this.counts.unchanged++;
      return;
    }
    this.#write(() => this.#replace(name, content));
    this.counts.written++;
  }

  /** Removes what was ours and is no more, and notes what stands. */
  finish(): void {
    this.#write(() => {
      for (const name of this.#before.keys()) if (!this.#now.has(name)) this.#remove(name);
      rmSync(join(this.path, stagingName), { recursive: true, force: true });
      this.#replace(manifestName, manifestText(this.#now), '');
    });
  }

  /** @throws ReeveError `FOLDER_FOREIGN` for a folder that somebody else filled */
  #ours(): Manifest {
    let entries: readonly string[];
    try {
      entries = readdirSync(this.path).filter((name) => name !== stagingName);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return new Map();
      if (codeOf(error) === 'ENOTDIR') throw foreign(this.path, 'it is no folder');
      throw unwritable(this.path, error);
    }
    if (entries.length === 0) return new Map();
    if (!entries.includes(manifestName))
      throw foreign(this.path, 'it is not empty, and reeve did not make it');
    const manifest = parseManifest(readFileSync(join(this.path, manifestName), 'utf8'));
    if (manifest === null) throw foreign(this.path, `its ${manifestName} cannot be read as a list of files`);
    return manifest;
  }

  /** Null where there is no such thing. */
  #size(name: string): number | null {
    const found = lstatSync(join(this.path, name), { throwIfNoEntry: false });
    return found === undefined ? null : found.isFile() ? found.size : -1;
  }

  #replace(name: string, content: Uint8Array | string, staging = `${stagingName}/`): void {
    const target = join(this.path, name);
    this.#ensure(dirname(target));
    const beside = staging === '' ? `${target}.tmp` : join(this.path, stagingName, 'file');
    writeFileSync(beside, content);
    renameSync(beside, target);
  }

  #ensure(folder: string): void {
    if (this.#folders.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.#folders.add(folder);
  }

  /** The file, and the folders that are empty without it. */
  #remove(name: string): void {
    rmSync(join(this.path, name), { force: true });
    this.counts.removed++;
    for (
      let folder = dirname(join(this.path, name));
      folder.startsWith(this.path + sep);
      folder = dirname(folder)
    ) {
      try {
        rmdirSync(folder);
      } catch {
        return;
      }
    }
  }

  #write(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

const foreign = (path: string, found: string): Error =>
  fail('FOLDER_FOREIGN', {
    asked: `a site in ${path}`,
    found,
    todo: 'Name an empty folder, a new one, or one that reeve pages build made',
  });

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a read-only file system',
};

const unwritable = (path: string, error: unknown): Error =>
  fail(
    'FOLDER_UNWRITABLE',
    {
      asked: `a site in ${path}`,
      found: reasons[codeOf(error)] ?? `it cannot be written (${codeOf(error)})`,
      todo: 'Make room or choose another folder, and run it again: it goes on where it stopped',
    },
    error,
  );
