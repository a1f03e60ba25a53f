import { describe, expect, it } from 'vitest';
import { whoIs } from '../../../src/watch/who/index.ts';
import { parseMmdb } from '../../../src/watch/who/mmdb.ts';
import { parseScannerList } from '../../../src/watch/who/scanner-list.ts';
import { bitsOf, mmdbFile } from './mmdb-writer.ts';

const prefix = bitsOf('203.0.113.0/24');
const countries = parseMmdb(mmdbFile([{ prefix, value: { country: { iso_code: 'NL' } } }]), 'country.mmdb');
const networks = parseMmdb(
  mmdbFile([
    { prefix, value: { autonomous_system_number: 64_500, autonomous_system_organization: 'Example' } },
  ]),
  'asn.mmdb',
);
const old = parseMmdb(
  mmdbFile([{ prefix, value: { country_code: 'DE', as_name: 'Of another time' } }]),
  'old.mmdb',
);

describe('who is behind an address', () => {
  it('is joined from lists and databases, the first that knows a field', () => {
    const lists = [parseScannerList('192.0.2.1 # other', 'a'), parseScannerList('203.0.113.9 # Census', 'b')];
    expect(whoIs('203.0.113.9', { lists, databases: [countries, old, networks] })).toEqual({
      range: { name: 'documentation', text: 'documentation (RFC 5737)' },
      list: 'Census',
      country: 'NL',
      asn: 64_500,
      organisation: 'Example',
      name: null,
      nameConfirmed: null,
      abuse: null,
    });
  });

  it('is unknown without them', () => {
    expect(Object.values(whoIs('8.8.8.8'))).toEqual(Array.from({ length: 8 }, () => null));
  });
});
