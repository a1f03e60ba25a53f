import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseVersions } from '../../../../../src/inspect/linux/packages/dpkg/status.ts';
import { fuzzRuns } from '../../../../fuzz.ts';

test('versions by name, and by name and architecture', () => {
  const versions = parseVersions(
    [
      'Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.36-9\nDescription: x\n Version: 9',
      'Package: libc6\nArchitecture: i386\nVersion: 2.36-8',
      'Status: x\nVersion: 1',
      'Package: half-installed\nStatus: x',
      'Version: 1:2~rc1\nPackage: late\nArchitecture: all\n',
    ].join('\n\n'),
  );
  expect([...versions]).toEqual([
    ['libc6', '2.36-9'],
    ['libc6:amd64', '2.36-9'],
    ['libc6:i386', '2.36-8'],
    ['late', '1:2~rc1'],
    ['late:all', '1:2~rc1'],
  ]);
});

test('any text is read without an error', () => {
  const piece = fc.constantFrom('Package: a', 'Version: 1', 'Package:', '\n', '\n\n', ' ', 'x');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      for (const version of parseVersions(pieces.join('')).values()) expect(version).toBeTypeOf('string');
    }),
    { numRuns: fuzzRuns(200) },
  );
});
