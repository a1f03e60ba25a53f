import { expect, test } from 'vitest';
import { inSpan, portRanges, rangeOf } from '../../src/core/range.ts';

test('the three ranges of RFC 6335 cover every port once', () => {
  expect(portRanges.map(({ from, to }) => to - from + 1)).toEqual([1024, 48_128, 16_384]);
  for (const port of [0, 1023, 1024, 49_151, 49_152, 65_535]) {
    expect(portRanges.filter((range) => inSpan(port, range))).toEqual([rangeOf(port)]);
  }
});
