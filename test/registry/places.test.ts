import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageDataFolder, registryPlaces } from '../../src/registry/places.ts';

test.skipIf(process.platform === 'win32')('the package is found from the sources', () => {
  const root = dirname(dirname(packageDataFolder()));
  expect(existsSync(join(root, 'package.json'))).toBe(true);
  expect(packageDataFolder()).toBe(join(root, 'dist', 'data'));
});

describe.skipIf(process.platform === 'win32')('where the full record is kept', () => {
  test('root keeps it for everybody', () => {
    const places = registryPlaces({ HOME: '/root', XDG_DATA_HOME: '/root/data' }, 0);
    expect(places.ownTable).toBe('/var/lib/portreeve/registry.table');
    expect(places.systemTable).toBe(places.ownTable);
  });

  test('others in their data folder, and they read the system one after it', () => {
    const places = registryPlaces({ XDG_DATA_HOME: '/home/ann/data' }, 1000);
    expect(places.ownTable).toBe('/home/ann/data/portreeve/registry.table');
    expect(places.systemTable).toBe('/var/lib/portreeve/registry.table');
    expect(places.services).toBe('/etc/services');
  });

  test('a relative XDG_DATA_HOME counts for nothing', () => {
    expect(registryPlaces({ XDG_DATA_HOME: 'data' }, 1000).ownTable).toMatch(
      /\/\.local\/share\/portreeve\/registry\.table$/,
    );
    expect(registryPlaces({}, 1000).ownTable).toMatch(/\/\.local\/share\/portreeve\/registry\.table$/);
  });

  test('PORTREEVE_DATA_DIR is the only place then', () => {
    const places = registryPlaces({ PORTREEVE_DATA_DIR: '/tmp/x' }, 0);
    expect([places.ownTable, places.systemTable]).toEqual(['/tmp/x/registry.table', '/tmp/x/registry.table']);
  });
});
