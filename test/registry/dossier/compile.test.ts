import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dossierProblems, unusedSources } from '../../../src/registry/dossier/check.ts';
import { compileDossiers } from '../../../src/registry/dossier/compile.ts';
import { dossierFile } from '../../../src/registry/dossier-file.ts';
import { plainDossier, temporaryFolder } from '../sandbox.ts';

const base = temporaryFolder();
let folders = 0;

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = join(base, String(folders++));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const yaml = JSON.stringify(plainDossier);

test('every dossier of the folder, by name, with its defaults', () => {
  const other = JSON.stringify({ ...plainDossier, ports: [2504] });
  const shelf = compileDossiers(folderWith({ 'b.yaml': yaml, 'a.yml': other, 'readme.md': '# no dossier' }));
  expect(shelf.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(shelf[1]?.file).toMatchObject({ ports: [2244], statements: [], related: [], keywords: [] });
});

test('a date of YAML is a day', () => {
  const text = yaml.replace('"2026-01-01"', '2026-01-01');
  expect(compileDossiers(folderWith({ 'a.yaml': text }))[0]?.file.sources['iana']?.accessed).toBe(
    '2026-01-01',
  );
});

describe('refused, naming the file', () => {
  test.each([
    ['no YAML', { 'a.yaml': 'ports: [1' }, /the dossier a: /],
    [
      'no source',
      { 'a.yaml': yaml.replace('"sources":["iana"]', '"sources":[]') },
      /a claim needs at least one source/,
    ],
    [
      'a source that is not listed',
      { 'a.yaml': yaml.replace('"sources":["iana"]', '"sources":["rfc"]') },
      /claims\.0: no source is called rfc/,
    ],
    [
      'a port of another',
      { 'a.yaml': yaml.replace('"kind"', '"ports":[9],"kind"') },
      /claims\.0: 9 is no port of this dossier/,
    ],
    ['a field nobody knows', { 'a.yaml': yaml.replace('"title"', '"tittle"') }, /tittle/],
    ['a date that is none', { 'a.yaml': yaml.replace('2026-01-01', 'lately') }, /expected a date/],
    ['a name that is no id', { 'A b.yaml': yaml }, /its name is not lower case/],
    [
      'a port that is in two',
      { 'a.yaml': yaml, 'b.yaml': yaml },
      /the dossier b: port 2244 is in the dossier a already/,
    ],
  ])('%s', (_, files, reason) => {
    const attempt = () => compileDossiers(folderWith(files));
    expect(attempt).toThrow(reason);
    expect(attempt).toThrow(expect.objectContaining({ code: 'DOSSIER_INVALID' }));
  });
});

test('a dossier that is right by itself has no problems; a source that nothing rests on is named', () => {
  expect(dossierProblems(plainDossier)).toEqual([]);
  expect(dossierProblems('text')).toHaveLength(1);
  const file = dossierFile.parse({
    ...plainDossier,
    sources: { ...plainDossier.sources, spare: plainDossier.sources.iana },
  });
  expect(unusedSources(file)).toEqual(['spare']);
});
