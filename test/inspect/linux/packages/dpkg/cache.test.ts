import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
  closeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  cacheFolder,
  openCached,
  prepareFolder,
  writeCached,
} from '../../../../../src/inspect/linux/packages/dpkg/cache.ts';
import { asNobody, isRoot } from '../../process/running.ts';
import { scene } from '../scene.ts';

const { folder } = scene();
const uid = process.geteuid?.() ?? 0;

/** Whether a file would be trusted; it is closed again. */
function trusted(path: string, asked = uid): boolean {
  const file = openCached(path, asked);
  if (file !== null) closeSync(file.fd);
  return file !== null;
}

test.each([
  [0, { HOME: '/root', XDG_CACHE_HOME: '/x' }, '/var/cache/portreeve'],
  [1000, { HOME: '/home/a' }, '/home/a/.cache/portreeve'],
  [1000, { HOME: '/home/a', XDG_CACHE_HOME: '/x' }, '/x/portreeve'],
  [1000, { HOME: '/home/a', XDG_CACHE_HOME: 'relative' }, '/home/a/.cache/portreeve'],
  [1000, { HOME: 'relative' }, null],
  [1000, {}, null],
])('uid %i with %j keeps it in %s', (user, env, expected) => {
  expect(cacheFolder(user, env)).toBe(expected);
});

describe('a cached file', () => {
  test('is written whole, for its user only, and replaces the one before', () => {
    const path = join(folder(), 'deep', 'portreeve', 'file');
    expect(prepareFolder(path, uid)).toBe(true);
    expect(writeCached(path, Buffer.from('one'))).toBe(true);
    expect(writeCached(path, Buffer.from('three'))).toBe(true);
    expect(statSync(path)).toMatchObject({ size: 5, uid });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(path, '..'))).toEqual(['file']);
    expect(trusted(path)).toBe(true);
  });

  test('is not trusted where others may write it or its folder', () => {
    const base = folder();
    const path = join(base, 'file');
    writeFileSync(path, 'x', { mode: 0o600 });
    for (const mode of [0o620, 0o602, 0o666]) {
      chmodSync(path, mode);
      expect(trusted(path)).toBe(false);
    }
    chmodSync(path, 0o644);
    expect(trusted(path)).toBe(true);
    chmodSync(base, 0o777);
    expect(trusted(path)).toBe(false);
    expect(prepareFolder(path, uid)).toBe(false);
  });

  test('is not trusted where it is a link, a folder, or not there', () => {
    const base = folder();
    writeFileSync(join(base, 'real'), 'x', { mode: 0o600 });
    symlinkSync('real', join(base, 'link'));
    mkdirSync(join(base, 'folder'), { mode: 0o700 });
    expect(['link', 'folder', 'none'].map((name) => trusted(join(base, name)))).toEqual([
      false,
      false,
      false,
    ]);
    linkSync(join(base, 'real'), join(base, 'hard'));
    expect(trusted(join(base, 'hard'))).toBe(true);
  });

  test.skipIf(!isRoot)("is not trusted where it is another user's (needs root)", () => {
    const base = folder();
    const path = join(base, 'file');
    writeFileSync(path, 'x', { mode: 0o600 });
    chownSync(path, 65_534, 65_534);
    expect([trusted(path), trusted(path, 65_534)]).toEqual([false, false]);
    chownSync(base, 65_534, 65_534);
    expect([trusted(path), trusted(path, 65_534)]).toEqual([false, true]);
  });

  test.skipIf(!isRoot)(
    'is not written where that is not allowed, and leaves nothing (needs root to become nobody)',
    () => {
      const base = folder();
      const path = join(base, 'portreeve', 'file');
      expect(asNobody(() => prepareFolder(path, 65_534))).toBe(false);
      mkdirSync(join(base, 'portreeve'), { mode: 0o755 });
      expect(asNobody(() => prepareFolder(path, 65_534))).toBe(false);
      expect(asNobody(() => writeCached(path, Buffer.from('x')))).toBe(false);
      expect(readdirSync(join(base, 'portreeve'))).toEqual([]);
    },
  );

  test('is not written over a folder, and leaves nothing behind', () => {
    const base = folder();
    mkdirSync(join(base, 'file', 'inner'), { recursive: true });
    expect(writeCached(join(base, 'file'), Buffer.from('x'))).toBe(false);
    expect(readdirSync(base)).toEqual(['file']);
    expect(existsSync(join(base, 'file', 'inner'))).toBe(true);
  });
});
