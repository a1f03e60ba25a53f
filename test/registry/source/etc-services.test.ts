import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hostAssignments,
  parseServices,
  readServices,
  servicesAt,
} from '../../../src/registry/source/etc-services.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { temporaryFolder } from '../sandbox.ts';

const text = `# a comment
tcpmux		1/tcp				# TCP port service multiplexer
http		80/tcp		www www-data	# WorldWideWeb # HTTP
domain 53/tcp
domain 53/udp
echo	4/ddp
nonsense
bad	99999/tcp
 indented 180/tcp
last 8/tcp`;

test('services(5) is read; what is no service is counted', () => {
  const { entries, skipped } = parseServices(text);
  expect(entries.map(({ name, port, transport }) => `${name} ${port}/${transport}`)).toEqual([
    'tcpmux 1/tcp',
    'http 80/tcp',
    'domain 53/tcp',
    'domain 53/udp',
    'indented 180/tcp',
    'last 8/tcp',
  ]);
  expect(entries[1]).toMatchObject({ aliases: ['www', 'www-data'], comment: 'WorldWideWeb # HTTP' });
  expect(skipped).toBe(3);
});

test('the entries of one port are the same as by reading it all', () => {
  expect(servicesAt(text, 80).map(({ name }) => name)).toEqual(['http']);
  expect(servicesAt(text, 8).map(({ name }) => name)).toEqual(['last']);
  const line = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc
      .tuple(
        fc.constantFrom('a', 'b', '#c', ''),
        fc.constantFrom(' ', '\t'),
        fc.nat(30),
        fc.constantFrom('tcp', 'udp', 'x'),
      )
      .map(([name, gap, port, transport]) => `${name}${gap}${port}/${transport}${gap}z`),
  );
  const property = fc.property(fc.array(line, { maxLength: 8 }), fc.nat(30), (lines, port) => {
    const file = lines.join('\n');
    expect(servicesAt(file, port)).toEqual(
      parseServices(file).entries.filter((entry) => entry.port === port),
    );
  });
  fc.assert(property, { numRuns: fuzzRuns(500) });
});

describe('as a layer', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'services');
  writeFileSync(path, text);

  test('only names that the registry does not use are added, labelled with the file', () => {
    const file = readServices(path);
    if (file === null) throw new Error('the file was there');
    const [added] = hostAssignments(file, 80, null, []);
    expect(added).toMatchObject({
      service: 'http',
      transport: 'tcp',
      notes: 'Also called www, www-data here.',
      source: { name: path, date: file.date },
    });
    expect(file.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    if (added === undefined) throw new Error('it was added');
    expect(hostAssignments(file, 80, null, [{ ...added, service: 'HTTP' }])).toEqual([]);
    expect(hostAssignments(file, 53, 'udp', []).map(({ transport }) => transport)).toEqual(['udp']);
    expect(hostAssignments(file, 53, null, []).map(({ transport }) => transport)).toEqual(['tcp', 'udp']);
  });

  test('no file, a folder and a file of many megabytes are no layer', () => {
    expect(readServices(join(folder, 'none'))).toBeNull();
    mkdirSync(join(folder, 'sub'));
    expect(readServices(join(folder, 'sub'))).toBeNull();
    writeFileSync(join(folder, 'big'), Buffer.alloc(5 * 1024 * 1024, 35));
    expect(readServices(join(folder, 'big'))).toBeNull();
  });
});
