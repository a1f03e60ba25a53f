import { describe, expect, it } from 'vitest';
import { type NameResolver, resolveName } from '../../../src/watch/who/name.ts';

interface Zones {
  readonly reverse?: Readonly<Record<string, readonly string[]>>;
  readonly forward?: Readonly<Record<string, readonly string[]>>;
}

/** A resolver of these records; it notes what it was asked. */
function resolver({ reverse = {}, forward = {} }: Zones): NameResolver & { readonly asked: string[] } {
  const asked: string[] = [];
  const answer = async (
    records: Readonly<Record<string, readonly string[]>>,
    name: string,
  ): Promise<readonly string[]> => {
    asked.push(name);
    const found = records[name];
    if (found === undefined) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    return await Promise.resolve(found);
  };
  return {
    asked,
    reverse: (address) => answer(reverse, address),
    resolve4: (name) => answer(forward, name),
    resolve6: (name) => answer(forward, name),
  };
}

describe('a name by reverse DNS', () => {
  it('is confirmed where it leads back', async () => {
    const zones = resolver({
      reverse: { '203.0.113.7': ['scan.example.org'] },
      forward: { 'scan.example.org': ['203.0.113.6', '203.0.113.7'] },
    });
    expect(await resolveName('203.0.113.7', { resolver: zones })).toEqual({
      name: 'scan.example.org',
      confirmed: true,
    });
  });

  it('is not confirmed where it leads elsewhere or nowhere', async () => {
    const reverse = { '203.0.113.7': ['crawl.search.example'] };
    const elsewhere = resolver({ reverse, forward: { 'crawl.search.example': ['192.0.2.1'] } });
    const wanted = { name: 'crawl.search.example', confirmed: false };
    expect(await resolveName('203.0.113.7', { resolver: elsewhere })).toEqual(wanted);
    expect(await resolveName('203.0.113.7', { resolver: resolver({ reverse }) })).toEqual(wanted);
  });

  it('takes the confirmed one of several, and asks for a few only', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `host-${i}.example.org`);
    const reverse = { '2001:db8::7': names };
    const third = resolver({ reverse, forward: { 'host-2.example.org': ['2001:DB8:0::0:7'] } });
    expect(await resolveName('2001:db8::7', { resolver: third })).toEqual({
      name: 'host-2.example.org',
      confirmed: true,
    });
    const none = resolver({ reverse });
    await resolveName('2001:db8::7', { resolver: none });
    expect(none.asked).toHaveLength(6);
  });

  it('is unknown where there is none, or where the answer makes no sense', async () => {
    expect(await resolveName('203.0.113.7', { resolver: resolver({}) })).toBeNull();
    const odd = resolver({ reverse: { '203.0.113.7': ['', '.', 'x'.repeat(300)] } });
    expect(await resolveName('203.0.113.7', { resolver: odd })).toBeNull();
    const wrong = { ...resolver({}), reverse: () => Promise.resolve(7 as unknown as string[]) };
    expect(await resolveName('203.0.113.7', { resolver: wrong })).toBeNull();
  });

  it('is asked for by no address of the machine or link, and no other text', async () => {
    const zones = resolver({});
    for (const address of ['127.0.0.1', '::1', 'fe80::1%eth0', '224.0.0.1', 'example.org', ''])
      expect(await resolveName(address, { resolver: zones })).toBeNull();
    expect(zones.asked).toEqual([]);
  });

  it('is waited for no longer than it may take', async () => {
    const never: NameResolver = {
      reverse: () => new Promise(() => undefined),
      resolve4: () => Promise.resolve([]),
      resolve6: () => Promise.resolve([]),
    };
    expect(await resolveName('203.0.113.7', { resolver: never, timeoutMs: 20 })).toBeNull();
  });
});
