import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DossierShelf } from '../../../src/registry/dossier/load.ts';
import { openRegistry } from '../../../src/registry/open.ts';
import { builtPlaces, plainDossier } from '../sandbox.ts';

const family = {
  ...plainDossier,
  ports: [2171, 2174],
  keywords: ['isa'],
  related: [{ port: 3847, why: 'control' }],
  claims: [
    { kind: 'history', text: 'About both.', sources: ['iana'] },
    { kind: 'risk', ports: [2174], transport: 'udp', text: 'About one.', sources: ['iana'] },
    { kind: 'faq', ports: [2171], question: 'Which?', text: 'The other.', sources: ['iana'] },
  ],
  statements: [
    { says: 'x', finding: 'confirmed', text: 'y', sources: ['iana'], ports: [2171] },
    { says: 'a', finding: 'corrected', text: 'b', sources: ['iana'] },
  ],
};

test('a port sees the claims about it, each with its sources', () => {
  const places = builtPlaces({ family });
  const dossier = openRegistry(places).dossierFor(2174);
  const sources = [{ title: 'IANA', url: 'https://www.iana.org/', accessed: '2026-01-01' }];
  expect(dossier).toMatchObject({
    id: 'family',
    title: 'NMS Server',
    ports: [2171, 2174],
    related: family.related,
  });
  expect(dossier?.claims).toEqual([
    { kind: 'history', text: 'About both.', sources },
    { kind: 'risk', text: 'About one.', transport: 'udp', sources },
  ]);
  expect(dossier?.statements).toEqual([{ says: 'a', finding: 'corrected', text: 'b', sources }]);
  expect(
    openRegistry(places)
      .dossierFor(2171)
      ?.claims.map(({ question }) => question),
  ).toEqual([undefined, 'Which?']);
});

test('a port without a dossier has none, nor has one whose file is gone or bent', () => {
  const places = builtPlaces({ family });
  const registry = openRegistry(places);
  expect(registry.dossierFor(3847)).toBeNull();
  writeFileSync(join(places.packageData, 'dossiers', 'family.json'), '{"claims": 1');
  expect(registry.dossierFor(2174)).toBeNull();
  writeFileSync(join(places.packageData, 'dossiers', 'index.json'), '[]');
  expect(openRegistry(places).dossierFor(2174)).toBeNull();
});

test('hints are what dossiers and aliases are found by; a bent file gives none', () => {
  const places = builtPlaces({ family });
  const hints = new DossierShelf(places.packageData).hints();
  expect(hints[0]).toEqual({
    ports: [2171, 2174],
    what: 'dossier',
    title: 'NMS Server',
    titleWords: ['nms', 'server', 'isa'],
    otherWords: ['a', 'quiet', 'port'],
  });
  expect(hints.filter(({ what }) => what === 'alias').map(({ title }) => title)).toContain('kibana');
  writeFileSync(join(places.packageData, 'hints.json'), '{}');
  expect(new DossierShelf(places.packageData).hints()).toEqual([]);
});
