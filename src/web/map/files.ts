import type { Registry } from '../../registry/index.ts';
import { mapBase } from './base.ts';
import { rows } from './layout.ts';
import { mapNames } from './names.ts';
import { mapPicture } from './picture.ts';

/** A file of the map: made from the registry alone, the same for all. */
interface MapFile {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface MapFiles {
  /** What is served at `/map/NAME`: `base.bin`, `picture.png`, `names/0.json` to `names/255.json`; else null. */
  file(name: string): MapFile | null;
  /** All the names, for who writes them as files. */
  readonly names: readonly string[];
}

const nameFiles = new Map(Array.from({ length: rows }, (_, row) => [`names/${row}.json`, row]));
const names = ['base.bin', 'picture.png', ...nameFiles.keys()];

/** The files of the map, each made when first asked for; anew where the registry has changed since. */
export function mapFiles(registry: Registry): MapFiles {
  let made = new Map<string, MapFile>();
  let version = '';
  const keep = (name: string, type: string, make: () => Uint8Array<ArrayBuffer>): MapFile => {
    const file = made.get(name) ?? { type, body: make() };
    made.set(name, file);
    return file;
  };
  const base = (): MapFile => keep('base.bin', 'application/octet-stream', () => mapBase(registry));
  return {
    names,
    file: (name) => {
      const now = JSON.stringify(registry.rangeInfo(0));
      if (now !== version) [made, version] = [new Map(), now];
      if (name === 'base.bin') return base();
      if (name === 'picture.png') return keep(name, 'image/png', () => mapPicture(base().body));
      const row = nameFiles.get(name);
      if (row === undefined) return null;
      return keep(name, 'application/json', () =>
        new TextEncoder().encode(JSON.stringify(mapNames(registry, row))),
      );
    },
  };
}
