import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openAssets } from '../../src/web/assets.ts';

describe('files that pages load', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'reeve-assets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'manifest.json'), '{"app.js":"app.0a.js","style.css":"style.0b.css"}');
  for (const file of ['app.0a.js', 'style.0b.css']) {
    for (const kind of ['', '.gz', '.br']) writeFileSync(path.join(folder, file + kind), `${file}${kind}`);
  }

  it('have addresses by name and are read by address', () => {
    const assets = openAssets({ folder, base: '/x/assets/' });
    expect(assets.url('app.js')).toBe('/x/assets/app.0a.js');
    expect(assets.served).toEqual(['app.0a.js', 'style.0b.css']);
    const file = assets.file('style.0b.css');
    expect(file?.type).toBe('text/css; charset=utf-8');
    expect([file?.plain, file?.gzip, file?.brotli].map(String)).toEqual([
      'style.0b.css',
      'style.0b.css.gz',
      'style.0b.css.br',
    ]);
  });

  it('are no others', () => {
    const assets = openAssets({ folder });
    for (const name of ['app.js', '../manifest.json', 'manifest.json', '', '__proto__', 'constructor']) {
      expect(assets.file(name)).toBeNull();
    }
    expect(() => assets.url('other.js')).toThrow('other.js');
    expect(() => assets.url('constructor')).toThrow('constructor');
    expect(() => openAssets({ folder: path.join(folder, 'none') })).toThrow('manifest');
  });
});
