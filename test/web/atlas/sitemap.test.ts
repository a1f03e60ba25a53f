import { describe, expect, it } from 'vitest';
import { pagePath } from '../../../src/web/atlas/links.ts';
import { sitemap } from '../../../src/web/atlas/sitemap.ts';
import type { LanguageTag } from '../../../src/web/i18n/index.ts';

const options = (tags: readonly LanguageTag[]) => ({
  tags,
  address: (path: string, tag: LanguageTag) => `https://example.org/a&b/${pagePath(path, tag)}`,
  partAddress: (name: string) => `https://example.org/a&b/${name}`,
  changed: '2026-07-07',
});

describe('the sitemap', () => {
  it('names every page in every language, with its translations', () => {
    const [part, index] = [...sitemap(['/', '/ports/22'], options(['en', 'sd']))];
    expect(index?.name).toBe('sitemap.xml');
    expect(index?.text).toContain(
      '<loc>https://example.org/a&amp;b/sitemap-1.xml</loc><lastmod>2026-07-07</lastmod>',
    );
    expect(part?.text.match(/<url>/g)).toHaveLength(4);
    expect(part?.text).toContain('<loc>https://example.org/a&amp;b/sd/ports/22/</loc>');
    expect(part?.text).toContain(
      '<xhtml:link rel="alternate" hreflang="sd" href="https://example.org/a&amp;b/sd/ports/22/"/>',
    );
  });

  it('keeps to what one file may hold', () => {
    const paths = Array.from({ length: 65_536 }, (_, port) => `/ports/${port}`);
    const files = [...sitemap(paths, options(['en', 'bn', 'id', 'sd']))];
    const parts = files.slice(0, -1);
    const counts = parts.map(({ text }) => text.split('<url>').length - 1);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(65_536 * 4);
    for (const { text } of parts) expect(Buffer.byteLength(text)).toBeLessThan(50 * 1024 * 1024);
    expect(Math.max(...counts)).toBeLessThanOrEqual(50_000);
    expect(files.at(-1)?.text.split('<sitemap>').length).toBe(parts.length + 1);
  });
});
