import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

/** A root folder with a dpkg database in it, made for a test. */
export interface System {
  readonly root: string;
  /** /var/lib/dpkg below it. */
  readonly dpkg: string;
  /** Adds an installed package, as dpkg would: its list, its paragraph. */
  readonly install: (name: string, version: string, files: readonly string[]) => void;
  readonly write: (path: string, text: string) => void;
  /** Makes the database look as if nobody had touched it for a while. */
  readonly settle: (secondsAgo?: number) => void;
}

/** Gives folders and systems to the tests of a file; they are gone after each. */
export function scene(): {
  readonly folder: () => string;
  readonly system: (options?: { merged?: boolean }) => System;
} {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'reeve-packages-'));
    chmodSync(made, 0o755);
    folders.push(made);
    return made;
  };
  return { folder, system: ({ merged = true } = {}) => build(folder(), merged) };
}

function build(root: string, merged: boolean): System {
  const dpkg = join(root, 'var', 'lib', 'dpkg');
  mkdirSync(join(dpkg, 'info'), { recursive: true });
  for (const name of ['bin', 'sbin', 'lib']) {
    mkdirSync(join(root, 'usr', name), { recursive: true });
    if (merged) symlinkSync(`usr/${name}`, join(root, name));
    else mkdirSync(join(root, name));
  }
  let status = '';
  writeFileSync(join(dpkg, 'status'), status);
  return {
    root,
    dpkg,
    write: (path, text) => writeFileSync(join(dpkg, path), text),
    install: (name, version, files) => {
      const [plain = '', architecture = 'amd64'] = name.split(':');
      status += `Package: ${plain}\nStatus: install ok installed\nArchitecture: ${architecture}\nVersion: ${version}\nDescription: x\n more\n\n`;
      writeFileSync(join(dpkg, 'status'), status);
      writeFileSync(join(dpkg, 'info', `${name}.list`), withFolders(files));
    },
    settle: (secondsAgo = 60) => {
      const then = Date.now() / 1000 - secondsAgo;
      for (const path of [join(dpkg, 'status'), join(dpkg, 'info')]) utimesSync(path, then, then);
    },
  };
}

// dpkg lists the folders of each file before it, and the root as `/.`.
function withFolders(files: readonly string[]): string {
  const lines = new Set(['/.']);
  for (const file of files) {
    const parts = file.split('/');
    for (let length = 2; length < parts.length; length++) lines.add(parts.slice(0, length).join('/'));
    lines.add(file);
  }
  return [...lines, ''].join('\n');
}
