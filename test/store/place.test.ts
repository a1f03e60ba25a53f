import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storePlace, whereabouts } from '../../src/store/place.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();

describe('where the store lies', () => {
  it.each([
    [{}, 0, '/var/lib/portreeve/store/knocks.db', null],
    [{ XDG_STATE_HOME: '/x' }, 0, '/var/lib/portreeve/store/knocks.db', null],
    [{ XDG_STATE_HOME: '/x' }, 1000, '/x/portreeve/store/knocks.db', '/var/lib/portreeve/store/knocks.db'],
    [
      { XDG_STATE_HOME: 'x' },
      1000,
      join(homedir(), '.local/state/portreeve/store/knocks.db'),
      '/var/lib/portreeve/store/knocks.db',
    ],
    [{ PORTREEVE_DATA_DIR: '/d' }, 1000, '/d/store/knocks.db', null],
    [{ REEVE_STORE: '/s/k.db', PORTREEVE_DATA_DIR: '/d' }, 0, '/s/k.db', null],
    [{ REEVE_STORE: '' }, 0, '/var/lib/portreeve/store/knocks.db', null],
  ])('%j as %d: %s', (env, uid, path, system) => {
    expect(storePlace(env, uid)).toEqual({ path, system });
  });

  it('is none, there, or hidden where root keeps one and this user has none', () => {
    const place = { path: join(folder(), 'own', 'knocks.db'), system: join(folder(), 'store', 'knocks.db') };
    expect(whereabouts(place)).toBe('none');
    mkdirSync(join(place.system, '..'));
    expect(whereabouts(place)).toBe('hidden');
    mkdirSync(join(place.path, '..'));
    writeFileSync(place.path, '');
    expect(whereabouts(place)).toBe('there');
  });

  it.skipIf(process.geteuid?.() === 0)(
    'is hidden in a folder that may not be searched (not as root, who may)',
    () => {
      const closed = join(folder(), 'closed');
      mkdirSync(closed);
      writeFileSync(join(closed, 'knocks.db'), '');
      chmodSync(closed, 0);
      expect(whereabouts({ path: join(closed, 'knocks.db'), system: null })).toBe('hidden');
      chmodSync(closed, 0o700);
    },
  );
});
