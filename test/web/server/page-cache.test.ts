import { describe, expect, it, test } from 'vitest';
import { chosenEncoding, encode } from '../../../src/web/server/encoding.ts';
import {
  type CachedPage,
  etagOf,
  matches,
  pageCache,
  variantOf,
} from '../../../src/web/server/page-cache.ts';

const page = (port: number, size: number, version = 1): CachedPage => {
  const body = Buffer.alloc(size, String(port));
  const etag = etagOf(body);
  return {
    port,
    version,
    madeAt: 0,
    language: null,
    etag,
    variants: { identity: variantOf(body, etag, 'identity') },
  };
};

describe('kept pages', () => {
  it('hold while their port is as it was, and for half a minute', () => {
    let version = 1;
    const cache = pageCache(10_000, () => version);
    cache.put('/a', page(1, 100));
    expect([cache.get('/a', 1)?.port, cache.get('/b', 1)]).toEqual([1, null]);
    expect(cache.get('/a', 30e6)).toBeNull();
    cache.put('/a', page(1, 100));
    version = 2;
    expect([cache.get('/a', 2), cache.pages, cache.bytes]).toEqual([null, 0, 0]);
    cache.put('/a', page(1, 100, 2));
    expect(cache.get('/a', -1)).toBeNull();
  });

  it('take only so many bytes, the oldest go first, with their encodings', () => {
    const cache = pageCache(1000, () => 1);
    const first = page(1, 400);
    cache.put('/1', first);
    cache.put('/2', page(2, 400));
    first.variants.gzip = variantOf(Buffer.alloc(150), first.etag, 'gzip');
    cache.grew('/1', first, 150);
    expect([cache.bytes, cache.pages]).toEqual([950, 2]);
    cache.put('/3', page(3, 300));
    expect([cache.get('/1', 1), cache.pages, cache.bytes]).toEqual([null, 2, 700]);
    cache.grew('/1', first, 150);
    expect(cache.bytes).toBe(700);
    cache.put('/2', page(2, 100));
    expect(cache.bytes).toBe(400);
    cache.put('/4', page(4, 2000));
    expect(cache.bytes).toBeLessThanOrEqual(1000);
    cache.clear();
    expect([cache.bytes, cache.pages]).toEqual([0, 0]);
  });

  it('none is kept where none should be', () => {
    const cache = pageCache(0, () => 1);
    cache.put('/1', page(1, 10));
    expect(cache.pages).toBe(0);
  });
});

describe('an ETag', () => {
  test.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['"b"', false],
    ['a', false],
    [undefined, false],
  ])('%s', (header, expected) => expect(matches(header, '"a"')).toBe(expected));
});

describe('the encoding', () => {
  test.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
    ['BR', 'br'],
    ['identity', 'identity'],
    ['brotli', 'identity'],
  ])('%s: %s', (header, expected) => {
    expect([chosenEncoding(header), chosenEncoding(header)]).toEqual([expected, expected]);
  });

  it('is left alone where nothing is gained', async () => {
    expect(await encode(Buffer.from('short'), 'br')).toBeNull();
    expect(await encode(Buffer.alloc(5000), 'identity')).toBeNull();
    expect((await encode(Buffer.alloc(5000), 'gzip'))?.length).toBeLessThan(200);
  });
});
