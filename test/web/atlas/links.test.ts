import { describe, expect, it } from 'vitest';
import { sitePlace, staticLinks } from '../../../src/web/atlas/links.ts';

const has = { hasPort: () => true, hasLanguage: () => true };

describe('links of a static site', () => {
  it('lead to folders, below the site’s address, and to a port’s one page', () => {
    const links = staticLinks(sitePlace('https://example.org/atlas'), 'bn', has);
    expect(links.page('/ports/22')).toBe('/atlas/bn/ports/22/');
    expect(links.page('/ports/22/udp')).toBe('/atlas/bn/ports/22/');
    expect(links.page('/')).toBe('/atlas/bn/');
    expect(links.inLanguage('/ranges/user', 'en')).toBe('/atlas/ranges/user/');
    expect(links.absolute('/', 'en')).toBe('https://example.org/atlas/');
    expect(links.plain('/map/base.bin')).toBe('/atlas/map/base.bin');
    expect(links.plain('/api/v1/find')).toBe('/atlas/search-index.json');
  });

  it('have no host where none is known', () => {
    expect(staticLinks(sitePlace(null), 'en', has).absolute('/ports/1', 'en')).toBeNull();
  });

  it.each([
    'example.org',
    'ftp://example.org',
    'https://u:p@example.org',
    'https://example.org/?x',
    'javascript:alert(1)',
  ])('%s is no address for one', (text) => {
    expect(() => sitePlace(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
