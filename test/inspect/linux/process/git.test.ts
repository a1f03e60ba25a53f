import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitProjectOf } from '../../../../src/inspect/linux/process/git.ts';
import { asNobody, findProgram, isLinux, isRoot, stage } from './running.ts';

const { folder } = stage();
const mkfifo = findProgram('mkfifo');
const view = { foreign: false, prefix: '' };

function workTree(): { readonly top: string; readonly deep: string } {
  const top = folder();
  const deep = join(top, 'src', 'app');
  mkdirSync(join(top, '.git'));
  writeFileSync(join(top, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  mkdirSync(deep, { recursive: true });
  return { top, deep };
}

describe.skipIf(!isLinux)('the git work tree (needs Linux)', () => {
  test('is the nearest folder above with a repository', () => {
    const { top, deep } = workTree();
    expect(gitProjectOf(deep, view)).toBe(top);
    expect(gitProjectOf(top, view)).toBe(top);
  });

  test('may be a linked one, whose .git is a file', () => {
    const { deep } = workTree();
    writeFileSync(join(deep, '.git'), 'gitdir: /elsewhere/.git/worktrees/app\n');
    expect(gitProjectOf(deep, view)).toBe(deep);
  });

  test('is not a folder with something else called .git', () => {
    const { top, deep } = workTree();
    mkdirSync(join(deep, '.git'));
    writeFileSync(join(top, 'src', '.git'), 'no link');
    expect(gitProjectOf(deep, view)).toBe(top);
  });

  test.skipIf(mkfifo === null)('a pipe called .git blocks nothing (needs mkfifo)', () => {
    const { top, deep } = workTree();
    expect(spawnSync(mkfifo ?? '', [join(deep, '.git')]).status).toBe(0);
    expect(gitProjectOf(deep, view)).toBe(top);
  });

  test('is looked for below the root of the process', () => {
    const { top } = workTree();
    expect(gitProjectOf('/src/app', { foreign: true, prefix: top })).toBe('/');
  });

  test.skipIf(!isRoot)(
    'is not looked for above a folder that may not be read (needs root to become nobody)',
    () => {
      const { top, deep } = workTree();
      chmodSync(join(top, 'src'), 0o700);
      expect(gitProjectOf(deep, view)).toBe(top);
      expect(asNobody(() => gitProjectOf(deep, view))).toBeNull();
    },
  );

  test('is none in a folder that is gone or no path', () => {
    expect(gitProjectOf('(unreachable)/x', view)).toBeNull();
    expect(gitProjectOf(`/${'x/'.repeat(200)}`, view)).toBeNull();
  });
});
