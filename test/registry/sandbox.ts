import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { buildRegistryData } from '../../src/registry/build.ts';
import type { RegistryPlaces } from '../../src/registry/places.ts';

export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** A real file of the registry, kept beside the checkout. */
export const realCsv = join(packageRoot, '..', 'shared', 'iana', 'service-names-port-numbers.csv');
export const realCsvMissing = !existsSync(realCsv);
export const readRealCsv = (): string => readFileSync(realCsv, 'utf8');

const made: string[] = [];
// Here and not where they are made: within a running test nothing more can be put off to the end of the file.
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own that goes when the test file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-registry-'));
  made.push(folder);
  return folder;
}

/** One dossier that says nothing wrong, to be bent in tests. */
export const plainDossier = {
  ports: [2244],
  title: 'NMS Server',
  summary: 'A quiet port.',
  sources: { iana: { title: 'IANA', url: 'https://www.iana.org/', accessed: '2026-01-01' } },
  registry: [{ port: 2244, transport: 'tcp', status: 'assigned', service: 'nmsserver' }],
  claims: [{ kind: 'purpose', text: 'The registry assigns it to `nmsserver`.', sources: ['iana'] }],
};

export type Dossiers = Readonly<Record<string, unknown>>;

/**
 * What the package carries, built from the sources into a folder of its own, with places that hold nothing
 * else. Dossiers are the given ones (JSON is YAML), or the real ones.
 */
export function builtPlaces(
  dossiers: Dossiers | 'real' = { '2244-nmsserver': plainDossier },
): RegistryPlaces {
  const folder = temporaryFolder();
  const packageData = join(folder, 'data');
  const written = join(folder, 'dossiers');
  mkdirSync(packageData);
  mkdirSync(written);
  if (dossiers !== 'real') {
    for (const [id, dossier] of Object.entries(dossiers)) {
      writeFileSync(join(written, `${id}.yaml`), JSON.stringify(dossier));
    }
  }
  buildRegistryData(packageData, dossiers === 'real' ? { packageRoot } : { packageRoot, dossiers: written });
  return {
    packageData,
    ownTable: join(folder, 'own', 'registry.table'),
    systemTable: join(folder, 'system', 'registry.table'),
    services: join(folder, 'services'),
  };
}
