import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isReeveError } from '../../../src/core/errors.ts';
import { openMmdb, parseMmdb, unknownPlace } from '../../../src/watch/who/mmdb.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { bitsOf, mmdbFile, pointer, type Value } from './mmdb-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'mmdb-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = mmdbFile([
  { prefix: bitsOf('198.51.100.0/24'), value: { country: { iso_code: 'NL', names: { en: 'Netherlands' } } } },
  {
    prefix: bitsOf('203.0.113.0/24'),
    value: { autonomous_system_number: 64_500, autonomous_system_organization: 'Example' },
  },
  { prefix: '00100000000000010000110110111000', value: { country: { iso_code: 'DE' } } },
]);

const one = (value: Value): ReturnType<typeof parseMmdb> =>
  parseMmdb(mmdbFile([{ prefix: bitsOf('198.51.100.0/24'), value }]), 'test.mmdb');

describe('an address database', () => {
  it('tells country, number and organisation, of IPv4 and IPv6', async () => {
    const path = join(folder, 'ok.mmdb');
    writeFileSync(path, file);
    const database = await openMmdb(path);
    expect(database).toMatchObject({ path, type: 'Test-Country', built: 1_790_000_000_000_000 });
    expect(database.find('198.51.100.77')).toEqual({ ...unknownPlace, country: 'NL' });
    expect(database.find('::ffff:198.51.100.77')).toEqual({ ...unknownPlace, country: 'NL' });
    expect(database.find('203.0.113.1')).toEqual({ country: null, asn: 64_500, organisation: 'Example' });
    expect(database.find('2001:db8::77')).toEqual({ ...unknownPlace, country: 'DE' });
  });

  it('knows nothing of other addresses, nor of what is none', () => {
    const database = parseMmdb(file, 'test.mmdb');
    for (const address of [
      '192.0.2.1',
      '2001:db9::1',
      'fe80::1%eth0',
      '',
      'localhost',
      '198.51.100',
      '198.51.100.77 ',
    ])
      expect(database.find(address)).toEqual(unknownPlace);
  });

  it('has no IPv6 where its tree is of IPv4', () => {
    const bytes = mmdbFile([{ prefix: bitsOf('0.0.0.0/1', 4), value: { country: { iso_code: 'NL' } } }], {
      ipVersion: 4,
    });
    const database = parseMmdb(bytes, 'test.mmdb');
    expect(database.find('1.2.3.4').country).toBe('NL');
    expect(database.find('::1')).toEqual(unknownPlace);
  });

  it.each<[string, Value, object]>([
    [
      'flat fields',
      { country_code: 'nl', asn: 'AS64500', as_name: 'Example' },
      { country: 'NL', asn: 64_500, organisation: 'Example' },
    ],
    ['a registered country', { registered_country: { iso_code: 'FR' } }, { country: 'FR' }],
    ['a country that is no code', { country: { iso_code: 'Nowhere' } }, { country: null }],
    ['a number that is none', { autonomous_system_number: 'many' }, { asn: null }],
    ['number 0', { autonomous_system_number: 0 }, { asn: null }],
    ['an organisation of another type', { autonomous_system_organization: 7 }, { organisation: null }],
    ['a record that is a text', 'NL', unknownPlace],
    [
      'names of objects',
      { constructor: { iso_code: 'XX' }, __proto__: { country: { iso_code: 'XX' } } },
      unknownPlace,
    ],
  ])('takes %s for what they are', (_, value, wanted) => {
    expect(one(value).find('198.51.100.1')).toEqual({ ...unknownPlace, ...wanted });
  });

  it('ends where an entry points in circles', () => {
    const bytes = mmdbFile([{ prefix: bitsOf('198.51.100.0/24'), value: 'XX' }]);
    const data = bytes.indexOf(Buffer.from([0x42, 0x58, 0x58]));
    pointer(0).copy(bytes, data);
    expect(parseMmdb(bytes, 'test.mmdb').find('198.51.100.1')).toEqual(unknownPlace);
  });
});

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'none';
  } catch (error) {
    return isReeveError(error) ? error.code : 'another';
  }
};

describe('a damaged database', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('not a database at all')],
    ['only its end', file.subarray(file.length - 200)],
    ['one without its end', file.subarray(0, file.length - 150)],
    ['a tree that is too large', mmdbFile([], { metadata: { node_count: 4_000_000 } })],
    ['a record size of its own', mmdbFile([], { metadata: { record_size: 20 } })],
    ['an odd version', mmdbFile([], { metadata: { ip_version: 5 } })],
  ])('is refused: %s', (_, bytes) => {
    expect(codeOf(() => parseMmdb(bytes, 'bad.mmdb'))).toBe('FILE_UNREADABLE');
  });

  it('is an error with its path, and so is none', async () => {
    await expect(openMmdb(join(folder, 'none.mmdb'))).rejects.toThrow(/none\.mmdb.*ENOENT/);
    await expect(openMmdb(folder)).rejects.toThrow(/not a regular file/);
  });

  it('never throws anything else, whatever byte is wrong', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const bytes = Buffer.from(file);
          for (const [at, value] of changes) bytes[at] = value;
          let database: ReturnType<typeof parseMmdb>;
          try {
            database = parseMmdb(bytes, 'bad.mmdb');
          } catch (error) {
            expect(isReeveError(error)).toBe(true);
            return;
          }
          for (const address of ['198.51.100.1', '203.0.113.1', '2001:db8::1', '255.255.255.255']) {
            const { country, asn } = database.find(address);
            expect(country === null || /^[A-Z]{2}$/.test(country)).toBe(true);
            expect(asn === null || (Number.isInteger(asn) && asn > 0)).toBe(true);
          }
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});
