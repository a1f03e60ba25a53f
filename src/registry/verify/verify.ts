import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dossierProblems, unusedSources } from '../dossier/check.ts';
import { dossierFolder, dossierIndexName } from '../dossier/stored.ts';
import { type DossierFile, dossierFile } from '../dossier-file.ts';
import { Layers, type OpenLayer } from '../layers.ts';
import { registryAssignments } from '../lookup.ts';
import { registryPlaces, type RegistryPlaces } from '../places.ts';
import { checkTable } from '../table/check.ts';
import { checkAssertions } from './assertions.ts';
import { contradictions } from './contradictions.ts';

interface VerifiedTable {
  readonly layer: 'full' | 'embedded';
  readonly path: string;
  /** Plain phrases; empty = sound. */
  readonly problems: readonly string[];
}

export interface VerifiedDossier {
  readonly id: string;
  readonly problems: readonly string[];
  /** Assertions that the layers at hand can neither bear out nor refute. */
  readonly notChecked: readonly string[];
}

export interface Verification {
  readonly ok: boolean;
  readonly tables: readonly VerifiedTable[];
  readonly dossiers: readonly VerifiedDossier[];
  /** Which layer the dossiers were held against; null where none could be read. */
  readonly against: {
    readonly layer: 'full' | 'embedded';
    readonly name: string;
    readonly date: string | null;
  } | null;
}

/** Re-checks every table that is there, and every dossier against its schema, its sources and the registry. */
export function verifyRegistry(options: Partial<RegistryPlaces> = {}, today = new Date()): Verification {
  const places = { ...registryPlaces(), ...options };
  const layers = new Layers(places);
  try {
    const tables = verifyTables(layers);
    const dossiers = verifyDossiers(places, layers, today.toISOString().slice(0, 10));
    const best = layers.best;
    const source = best?.table.meta.sources[0];
    const against = best === null || source === undefined ? null : { layer: best.name, ...source };
    const ok = [...tables, ...dossiers].every(({ problems }) => problems.length === 0);
    return { ok, tables, dossiers, against };
  } finally {
    layers.close();
  }
}

function verifyTables({ places, embeddedPath }: Layers): readonly VerifiedTable[] {
  const full = [...new Set([places.ownTable, places.systemTable])].filter((path) => existsSync(path));
  return [
    ...full.map((path) => ({ layer: 'full' as const, path, problems: checkTable(path) })),
    { layer: 'embedded', path: embeddedPath, problems: checkTable(embeddedPath) },
  ];
}

function verifyDossiers(
  { packageData }: RegistryPlaces,
  layers: Layers,
  today: string,
): readonly VerifiedDossier[] {
  const folder = join(packageData, dossierFolder);
  if (!existsSync(folder)) return [{ id: dossierFolder, problems: [`${folder} is missing`], notChecked: [] }];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== dossierIndexName);
  return names.sort().map((name) => {
    const id = name.replace(/\.json$/, '');
    let value: unknown;
    try {
      value = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    } catch (error) {
      return { id, problems: [`cannot be read: ${String(error)}`], notChecked: [] };
    }
    return verifyDossier(id, value, layers, today);
  });
}

/** Everything that is wrong with one dossier, given as the build stores it. */
export function verifyDossier(id: string, value: unknown, layers: Layers, today: string): VerifiedDossier {
  const parsed = dossierFile.safeParse(value);
  if (!parsed.success) return { id, problems: dossierProblems(value), notChecked: [] };
  const file = parsed.data;
  const own = [
    ...dossierProblems(value),
    ...unusedSources(file).map((key) => `the source ${key} is not used`),
  ];
  const future = Object.entries(file.sources)
    .filter(([, { accessed }]) => accessed > today)
    .map(([key, { accessed }]) => `the source ${key} was accessed on ${accessed}, which is still to come`);
  const held = layers.ask((layer) => holdAgainst(file, layer, layers));
  const unread = held === null ? ['no layer of the registry could be read'] : held.problems;
  return { id, problems: [...own, ...future, ...unread], notChecked: held?.notChecked ?? [] };
}

function holdAgainst(file: DossierFile, best: OpenLayer, layers: Layers) {
  const { problems, notChecked } = checkAssertions(file, { best, embedded: layers.embedded });
  const contradicting = contradictions(file, (port) => registryAssignments(best, port, null));
  return { problems: [...problems, ...contradicting], notChecked };
}
