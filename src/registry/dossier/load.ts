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
  #count: number | null = null;

  constructor(packageData: string) {
    this.#folder = packageData;
  }

  /** The dossier that a port is in; null where it has none, or it cannot be read (`verify` says why). */
  forPort(port: number): StoredDossier | null {
    const id = this.#index()[String(port)];
    return typeof id === 'string' ? this.byId(id) : null;
  }

  /** Every port of a dossier, in ascending order. */
  ports(): readonly number[] {
    return Object.keys(this.#index())
      .map(Number)
      .filter(isPort)
      .sort((a, b) => a - b);
  }

  count(): number {
    this.#count ??= new Set(Object.values(this.#index())).size;
    return this.#count;
  }

  byId(id: string): StoredDossier | null {
    const file = readJson(join(this.#folder, dossierFolder, `${id}.json`));
    return isDossier(file) ? { id, file } : null;
  }

  #index(): Readonly<Record<string, unknown>> {
    this.#ids ??= Object(readJson(join(this.#folder, dossierFolder, dossierIndexName))) as Record<
      string,
      unknown
    >;
    return this.#ids;
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
