import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { fail } from '../../core/errors.ts';
import { dossierFile } from '../dossier-file.ts';
import { dossierProblems } from './check.ts';
import type { StoredDossier } from './stored.ts';

/**
 * Reads every dossier of a folder.
 * @throws ReeveError `DOSSIER_INVALID` naming the file and what does not fit
 */
export function compileDossiers(folder: string): readonly StoredDossier[] {
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  const dossiers = names.sort().map((name) => readDossier(join(folder, name)));
  const holders = new Map<number, string>();
  for (const { id, file } of dossiers) {
    for (const port of file.ports) {
      const other = holders.get(port);
      if (other !== undefined) throw invalid(id, `port ${port} is in the dossier ${other} already`);
      holders.set(port, id);
    }
  }
  return dossiers;
}

function readDossier(path: string): StoredDossier {
  const id = basename(path).replace(/\.ya?ml$/, '');
  if (!/^[a-z0-9][a-z0-9-]*$/.test(id))
    throw invalid(id, 'its name is not lower case letters, digits and hyphens');
  let read: unknown;
  try {
    read = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw invalid(id, error instanceof Error ? error.message : String(error), error);
  }
  const problems = dossierProblems(read);
  const parsed = dossierFile.safeParse(read);
  if (!parsed.success || problems.length > 0) throw invalid(id, problems.join('; '));
  return { id, file: parsed.data };
}

const invalid = (id: string, found: string, cause?: unknown): Error =>
  fail(
    'DOSSIER_INVALID',
    { asked: `the dossier ${id}`, found, todo: `See src/registry/dossier-file.ts for its shape` },
    cause,
  );
