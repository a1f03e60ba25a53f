import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPort } from '../../core/port.ts';
import type { SearchHint } from '../search/hints.ts';
import type { DossierFile } from '../dossier-file.ts';
import { dossierFolder, dossierIndexName, hintsName, type StoredDossier } from './stored.ts';

/** The dossiers and search hints of one `dist/data` folder, read when asked for. */
export class DossierShelf {
  readonly #folder: string;
  #ids: Readonly<Record<string, unknown>> | null = null;

  constructor(packageData: string) {
    this.#folder = packageData;
  }

  /** The dossier that a port is in; null where it has none, or it cannot be read (`verify` says why). */
  forPort(port: number): StoredDossier | null {
    this.#ids ??= Object(readJson(join(this.#folder, dossierFolder, dossierIndexName)));
    const id: unknown = this.#ids?.[String(port)];
    return typeof id === 'string' ? this.byId(id) : null;
  }

  /** Every port of a dossier, in ascending order. */
  ports(): readonly number[] {
    this.#ids ??= Object(readJson(join(this.#folder, dossierFolder, dossierIndexName)));
    return Object.keys(this.#ids ?? {})
      .map(Number)
      .filter(isPort)
      .sort((a, b) => a - b);
  }

  byId(id: string): StoredDossier | null {
    const file = readJson(join(this.#folder, dossierFolder, `${id}.json`));
    return isDossier(file) ? { id, file } : null;
  }

  hints(): readonly SearchHint[] {
    const hints = readJson(join(this.#folder, hintsName));
    return Array.isArray(hints) ? hints.filter(isHint) : [];
  }
}

/** The package's own file, checked against its schema by the build and by `verify`; here only for its parts. */
const isDossier = (value: unknown): value is DossierFile =>
  typeof value === 'object' &&
  value !== null &&
  'claims' in value &&
  'sources' in value &&
  'statements' in value;

const isHint = (value: unknown): value is SearchHint =>
  typeof value === 'object' &&
  value !== null &&
  'ports' in value &&
  'titleWords' in value &&
  'otherWords' in value;

/** null for what is missing or no JSON. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
