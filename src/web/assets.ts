import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Assets } from './page.ts';

/** A file that browsers load, as the build left it. */
export interface AssetFile {
  /** The media type. */
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

export interface AssetFiles extends Assets {
  /** By the name in its address (`app.0123456789.js`); null for every other name. */
  file(served: string): AssetFile | null;
  /** The names in the addresses of all files. */
  readonly served: readonly string[];
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface AssetOptions {
  /** What `scripts/web.mjs` made; by default `web` beside the built program. */
  readonly folder?: string;
  /** What the addresses begin with. */
  readonly base?: string;
}

/** The files that pages load, all in memory: a few, and small. */
export function openAssets({
  folder = fileURLToPath(new URL('web', import.meta.url)),
  base = '/assets/',
}: AssetOptions = {}): AssetFiles {
  const names = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Record<
    string,
    string
  >;
  const urls = new Map(Object.entries(names).map(([name, served]) => [name, base + served]));
  const files = new Map(Object.values(names).map((served) => [served, load(path.join(folder, served))]));
  return {
    url: (name) => {
      const url = urls.get(name);
      if (url === undefined) throw new Error(`There is no asset ${name}`);
      return url;
    },
    file: (served) => files.get(served) ?? null,
    served: [...files.keys()],
  };
}

const load = (file: string): AssetFile => ({
  type: types[path.extname(file)] ?? 'application/octet-stream',
  plain: readFileSync(file),
  gzip: readFileSync(`${file}.gz`),
  brotli: readFileSync(`${file}.br`),
});
