import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importsOf, sourceFiles } from './imports.ts';
import { cycle, roomOf, rooms, violation } from './rules.ts';

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const files = sourceFiles(src);
const imports = files.flatMap((file) => importsOf(src, file));

describe('the house keeps its order', () => {
  test('enough was seen for the rules to mean anything', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(imports.length).toBeGreaterThan(150);
    expect(new Set(files.map(roomOf))).toEqual(new Set([...Object.keys(rooms), 'index.ts']));
  });

  test('every import is allowed', () => {
    expect(imports.map(violation).filter((found) => found !== null)).toEqual([]);
  });

  test('no imports go round in a circle', () => {
    expect(cycle(imports)).toBeNull();
  });

  test('no file outgrows one look', () => {
    const long = files
      .filter((file) => !file.includes('.generated.'))
      .map((file) => ({ file, lines: readFileSync(path.join(src, file), 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });
});

describe('the rules see what is planted', () => {
  const see = (file: string, code: string): readonly (string | null)[] =>
    importsOf(src, file, code).map(violation);

  test.each([
    ['core/x.ts', "import { a } from '../registry/index.ts'", 'core/ may not use registry/ (core/x.ts)'],
    ['core/x.ts', "export type { A } from '../sys/libc.ts'", 'core/ may not use sys/ (core/x.ts)'],
    ['assess/x.ts', "import { a } from '../inspect/index.ts'", 'assess/ may not use inspect/ (assess/x.ts)'],
    [
      'cli/x.ts',
      "const a = await import('../registry/table.ts')",
      'cli/x.ts reaches into registry/table.ts past its index.ts',
    ],
    ['inspect/x.ts', "import koffi from 'koffi'", 'inspect/x.ts loads koffi, which only sys/ may'],
    ['elsewhere/x.ts', "import { a } from '../cli/index.ts'", 'elsewhere/x.ts is in no known room'],
  ])('%s: %s', (file, code, expected) => {
    expect(see(file, code)).toEqual([expected]);
  });

  test('types may be named where values may not', () => {
    expect(see('assess/x.ts', "import type { Listener } from '../inspect/listener.ts'")).toEqual([null]);
    expect(see('assess/x.ts', "import { type Listener } from '../inspect/listener.ts'")).toEqual([null]);
  });

  test('a circle is found', () => {
    const planted = [
      ...importsOf(src, 'core/a.ts', "import './b.ts'"),
      ...importsOf(src, 'core/b.ts', "export { c } from './c.ts'"),
      ...importsOf(src, 'core/c.ts', "await import('./a.ts')"),
    ];
    expect(cycle(planted)).toEqual(['core/a.ts', 'core/b.ts', 'core/c.ts', 'core/a.ts']);
  });
});
