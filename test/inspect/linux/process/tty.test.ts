import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ttyName } from '../../../../src/inspect/linux/process/tty.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const packed = (major: number, minor: number): number =>
  (minor & 0xff) | (major << 8) | ((minor & 0xfff00) << 12) | 0;

test.each([
  [0, null],
  [packed(136, 0), 'pts/0'],
  [packed(136, 3), 'pts/3'],
  [packed(136, 1000), 'pts/1000'],
  [packed(137, 4), 'pts/260'],
  [packed(4, 1), 'tty1'],
  [packed(4, 64), 'ttyS0'],
  [packed(5, 1), 'console'],
  [packed(204, 64), 'ttyAMA0'],
  [packed(229, 0), 'hvc0'],
  [packed(188, 2), 'ttyUSB2'],
  [packed(3, 176), '3:176'],
  // The kernel prints the number signed.
  [packed(136, 0xfff01), 'pts/1048321'],
])('%i is %s', (nr, name) => {
  expect(ttyName(nr)).toBe(name);
});

test('any number has a name without a blank or a control', () => {
  fc.assert(
    fc.property(fc.integer(), (nr) => {
      if (nr !== 0) expect(ttyName(nr)).toMatch(/^[A-Za-z\d/:]+$/);
    }),
    { numRuns: fuzzRuns(300) },
  );
});
