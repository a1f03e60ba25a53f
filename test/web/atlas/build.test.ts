import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRegistry, type Registry } from '../../../src/registry/index.ts';
import { writeTable } from '../../../src/registry/table/write.ts';
import { buildAtlas } from '../../../src/web/atlas/build.ts';
import { finderOf } from '../../../src/web/client/atlas/index-file.ts';
import type { LanguageTag } from '../../../src/web/i18n/index.ts';
import { builtPlaces, temporaryFolder } from '../../registry/sandbox.ts';
import { record } from '../../registry/synthetic.ts';
import { readMarkup } from '../pages/port/markup.ts';

const places = builtPlaces();
let registry: Registry;

/** A registry of a few ports, so that a whole site is made in a moment. */
beforeAll(() => {
  mkdirSync(dirname(places.ownTable), { recursive: true });
  const records = [
    record({ from: 22, service: 'ssh', description: 'The Secure Shell' }),
    record({ from: 80, service: 'http', description: 'World Wide Web <HTTP>' }),
    record({ from: 6000, to: 6003, service: 'x11', description: 'X Window System' }),
    record({ from: 2244, service: 'nmsserver', description: 'NMS Server' }),
  ];
  const bytes = writeTable({
    sources: [{ name: 'IANA registry', date: '2026-10-01' }],
    url: null,
    fetchedAt: null,
    whole: true,
    records,
  });
  writeFileSync(places.ownTable, bytes);
  registry = openRegistry({ ...places, services: '/nowhere' });
});
afterAll(() => registry.close());

const asset = { type: 'text/css', plain: Buffer.from('x{}'), gzip: Buffer.alloc(0), brotli: Buffer.alloc(0) };
const openAssets = (base: string) => ({
  url: (name: string) => `${base}${name}`,
  file: () => asset,
  served: ['style.css'],
});

const make = (
  folder: string,
  more: { languages?: readonly LanguageTag[]; base?: string | null; feedback?: string | null } = {},
) =>
  buildAtlas({
    folder,
    registry,
    openAssets,
    languages: ['en', 'sd'],
    base: 'https://ports.example.org/x/',
    feedback: null,
    all: false,
    ...more,
  });

const htmlFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));

describe('the public atlas', () => {
  it('has every assigned port and those with a dossier, sound pages, and no link into nothing', async () => {
    const folder = temporaryFolder();
    const { ports, pages } = await make(folder);
    // 0, 22, 80, 2244, 6000-6003
    expect(ports).toBe(8);
    expect(pages).toBe((8 + 7) * 2);
    for (const name of htmlFiles(folder)) {
      const html = readFileSync(join(folder, name), 'utf8');
      const { faults, links } = readMarkup(html);
      expect(faults, name).toEqual([]);
      for (const link of links.filter((one) => one.startsWith('/'))) {
        const path = new URL(link, 'https://ports.example.org').pathname;
        expect(path.startsWith('/x/'), `${name}: ${link}`).toBe(true);
        expect(existsSync(join(folder, path.slice(3), 'index.html')), `${name}: ${link}`).toBe(true);
      }
      expect(html, name).not.toContain('id="here"');
    }
    const html = readFileSync(join(folder, 'sd/ports/22/index.html'), 'utf8');
    expect(html).toContain('<link rel="canonical" href="https://ports.example.org/x/sd/ports/22/">');
    expect(html).toContain('hreflang="en" href="https://ports.example.org/x/ports/22/"');
    expect(html).not.toContain('hreflang="bn"');
    expect(html).not.toContain('id="feedback"');
    expect(readFileSync(join(folder, 'robots.txt'), 'utf8')).toContain(
      'Sitemap: https://ports.example.org/x/sitemap.xml',
    );
    expect(readFileSync(join(folder, 'sitemap-1.xml'), 'utf8')).toContain('/x/sd/ports/6003/');
  });

  it('is the same when it is made again, and loses a language that is left out', async () => {
    const folder = temporaryFolder();
    await make(folder);
    expect((await make(folder)).files).toMatchObject({ written: 0, removed: 0 });
    const { files } = await make(folder, { languages: ['en'] });
    expect(files.removed).toBeGreaterThanOrEqual(15);
    expect(existsSync(join(folder, 'sd'))).toBe(false);
  });

  it('has no sitemap where its address is not known, and the feedback form where one is given', async () => {
    const folder = temporaryFolder();
    await make(folder, { base: null, feedback: 'https://feedback.example.org/vote' });
    expect(existsSync(join(folder, 'sitemap.xml'))).toBe(false);
    expect(readFileSync(join(folder, 'ports/22/index.html'), 'utf8')).toContain(
      'action="https://feedback.example.org/vote"',
    );
    await expect(make(temporaryFolder(), { feedback: 'javascript:x' })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('can be searched in its file: by number, name, beginning, words, and with a slip', async () => {
    const folder = temporaryFolder();
    await make(folder);
    const find = finderOf(JSON.parse(readFileSync(join(folder, 'search-index.json'), 'utf8')));
    const first = (words: string): number | null | undefined => find(words)[0]?.port;
    expect([
      first('22'),
      first('ssh'),
      first('nmss'),
      first('secure shell'),
      first('windwo system'),
      first('htpt'),
    ]).toEqual([22, 22, 2244, 22, 6000, 80]);
    expect(find('9999')).toEqual([]);
    expect(find('  ')).toEqual([]);
    expect(find('http')[0]?.transports).toEqual(['tcp']);
  });
});
