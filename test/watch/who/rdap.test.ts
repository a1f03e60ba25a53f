import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbuseContacts, type Fetch } from '../../../src/watch/who/rdap.ts';
import { abuseMail, serviceFor } from '../../../src/watch/who/rdap-parse.ts';
import { fuzzRuns } from '../../fuzz.ts';

const ipv4 = 'https://data.iana.org/rdap/ipv4.json';
const bootstrap = {
  version: '1.0',
  services: [
    [
      ['8.0.0.0/8', '9.0.0.0/8'],
      ['http://rdap.first.example/', 'https://rdap.first.example/'],
    ],
    [['8.8.0.0/16'], ['https://rdap.second.example/registry']],
  ],
};

const contact = (mail: string, roles: readonly string[] = ['abuse']): object => ({
  roles,
  vcardArray: [
    'vcard',
    [
      ['version', {}, 'text', '4.0'],
      ['email', {}, 'text', mail],
    ],
  ],
});

/** A web of these pages: JSON, a response of its own, or an error where there is none. It notes what is asked. */
function web(pages: Readonly<Record<string, unknown>>): { readonly fetch: Fetch; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    fetch: async (url) => {
      asked.push(url);
      const page = pages[url];
      if (page === undefined) throw new TypeError('fetch failed', { cause: new Error('no such host') });
      if (page instanceof Response) return await Promise.resolve(page);
      return new Response(JSON.stringify(page), { status: 200 });
    },
  };
}

const redirect = (location: string): Response => new Response(null, { status: 303, headers: { location } });

describe('an abuse contact', () => {
  it('comes from the registry that IANA names, the narrower network first; IANA is asked once', async () => {
    const { fetch, asked } = web({
      [ipv4]: bootstrap,
      'https://rdap.second.example/registry/ip/8.8.8.8': {
        entities: [
          contact('noc@b.example', ['technical']),
          { roles: ['registrant'], entities: [contact('abuse@b.example')] },
        ],
      },
      'https://rdap.first.example/ip/8.9.0.1': { entities: [contact('abuse@a.example')] },
    });
    const contacts = new AbuseContacts({ fetch });
    expect(await contacts.find('8.8.8.8')).toEqual({ ok: true, value: 'abuse@b.example' });
    expect(await contacts.find('8.9.0.1')).toEqual({ ok: true, value: 'abuse@a.example' });
    expect(asked.filter((url) => url === ipv4)).toHaveLength(1);
  });

  it('asks nobody about special ranges and what is no address', async () => {
    const { fetch, asked } = web({});
    const contacts = new AbuseContacts({ fetch });
    expect(await contacts.find('192.168.1.1')).toEqual({ ok: true, value: null });
    expect(await contacts.find('fe80::1')).toEqual({ ok: true, value: null });
    expect((await contacts.find('8.8.8.8/../../etc')).ok).toBe(false);
    expect((await contacts.find('8.8.8.8%x')).ok).toBe(false);
    expect(asked).toEqual([]);
  });

  it('follows registries to each other, by encrypted names only', async () => {
    const from = 'https://rdap.first.example/ip/9.1.1.1';
    const there = { 'https://rdap.third.example/ip/9.1.1.1': { entities: [contact('abuse@c.example')] } };
    const follow = async (location: string): Promise<unknown> =>
      await new AbuseContacts({
        fetch: web({ [ipv4]: bootstrap, [from]: redirect(location), ...there }).fetch,
      }).find('9.1.1.1');
    expect(await follow('https://rdap.third.example/ip/9.1.1.1')).toEqual({
      ok: true,
      value: 'abuse@c.example',
    });
    const refused = { ok: false, error: 'it redirects to an address that is not asked' };
    for (const location of [
      'http://rdap.third.example/ip/9.1.1.1',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://localhost/',
      'file:///etc/passwd',
      'https://u:p@rdap.third.example/',
    ])
      expect(await follow(location)).toEqual(refused);
    const circle = web({ [ipv4]: bootstrap, [from]: redirect(from) }).fetch;
    expect(
      await new AbuseContacts({
        fetch: async (url, init) => (url === from ? redirect(from) : await circle(url, init)),
      }).find('9.1.1.1'),
    ).toEqual({ ok: false, error: 'it redirects too often' });
  });

  it.each<[string, unknown, object]>([
    ['no record', new Response('{}', { status: 404 }), { ok: true, value: null }],
    [
      'a refusal',
      new Response('slow down', { status: 429 }),
      { ok: false, error: 'the registry answered 429' },
    ],
    ['no JSON', new Response('<html>'), { ok: false, error: 'the answer is no JSON' }],
    [
      'an answer without end',
      new Response('x'.repeat(1_100_000)),
      { ok: false, error: 'the answer is larger than 1048576 bytes' },
    ],
    ['no contact', { entities: [contact('noc@b.example', ['technical'])] }, { ok: true, value: null }],
    ['no mail address', { entities: [contact('\u001b[31mabuse@b.example')] }, { ok: true, value: null }],
  ])('is careful with %s', async (_, page, wanted) => {
    const { fetch } = web({ [ipv4]: bootstrap, 'https://rdap.first.example/ip/9.1.1.1': page });
    expect(await new AbuseContacts({ fetch }).find('9.1.1.1')).toEqual(wanted);
  });

  it('says why where the network fails', async () => {
    expect(await new AbuseContacts({ fetch: web({}).fetch }).find('9.1.1.1')).toEqual({
      ok: false,
      error: 'no such host',
    });
    const never: Fetch = (_, { signal }) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
    const late = new AbuseContacts({ fetch: never, timeoutMs: 20 });
    expect(await late.find('9.1.1.1')).toEqual({ ok: false, error: 'it took too long or was interrupted' });
  });

  it('is not asked for an address that no registry has', async () => {
    const contacts = new AbuseContacts({ fetch: web({ [ipv4]: bootstrap }).fetch });
    expect(await contacts.find('11.1.1.1')).toEqual({ ok: false, error: 'IANA names no registry for it' });
  });
});

describe('what a server sends', () => {
  it('may be anything', () => {
    const plain = (mail: string | null): boolean => mail === null || /^[\x21-\x7e]{3,254}$/.test(mail);
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(plain(abuseMail(value))).toBe(true);
        expect(plain(abuseMail({ entities: value }))).toBe(true);
        expect(plain(abuseMail({ entities: [{ roles: ['abuse'], vcardArray: value }] }))).toBe(true);
        expect(
          plain(
            abuseMail({
              entities: [{ roles: ['abuse'], vcardArray: ['vcard', [['email', {}, 'text', value]]] }],
            }),
          ),
        ).toBe(true);
        const service = serviceFor({ services: value }, '8.8.8.8');
        expect(service === null || service.startsWith('https://')).toBe(true);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('may nest without end', () => {
    let entity: object = contact('abuse@deep.example');
    for (let depth = 0; depth < 2000; depth++) entity = { entities: [entity] };
    expect(abuseMail({ entities: [entity] })).toBeNull();
  });
});
