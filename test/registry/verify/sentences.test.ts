import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { portsIn, sentencesOf } from '../../../src/registry/verify/sentences.ts';
import { fuzzRuns } from '../../fuzz.ts';

describe('the ports of a sentence', () => {
  test.each([
    ['Port 80 is http.', [80]],
    ['UDP 53 and TCP 22.', [53, 22]],
    ['It moved to 2504/udp.', [2504]],
    ['Ports 2171-2174 are a family.', [2171, 2172, 2173, 2174]],
    ['Ports 2171 to 2173.', [2171, 2172, 2173]],
    ['It has 80 as `http`.', [80]],
    ['It was registered in 2014 as `etcd-client`.', []],
    ['Many call 2244 unassigned.', [2244]],
    ['Support ended in 2020 and 2012.', []],
    ['RFC 6335 and KB 968929 and CVE-2017-0144.', []],
    ['Version 10.0.2504 of 2024.', []],
    ['There are 48,128 slots.', []],
    ['See https://example.org/2244 for it.', []],
    ['The port 99999 is none.', []],
    ['A 4 digit 123 is not read as a port without the word.', []],
  ])('%s', (text, ports) => {
    expect(new Set(portsIn(text))).toEqual(new Set(ports));
  });
});

test('sentences end at full stops and semicolons, not inside numbers', () => {
  expect(sentencesOf('One 6.5.1 is. Two; three? Four').map(({ text }) => text)).toEqual([
    'One 6.5.1 is.',
    'Two;',
    'three?',
    'Four',
  ]);
});

test('any text is taken, and only ports come out', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('port ', '2171-2174', '/tcp', '70000', '99999-1', ' to '),
  );
  const property = fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
    for (const { ports } of sentencesOf(pieces.join(''))) {
      for (const port of ports) expect(port >= 0 && port <= 65_535).toBe(true);
    }
  });
  fc.assert(property, { numRuns: fuzzRuns(300) });
});
