import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIPv4, formatIPv6 } from '../../../src/core/address.ts';
import { readAddress } from '../../../src/watch/logs/address.ts';
import { Line } from '../../../src/watch/logs/line.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { bytes } from './reading.ts';

/** What stands at the beginning of a text: its address in canonical form, and what follows. */
function reading(text: string): { readonly address: string | null; readonly rest: string } {
  const line = new Line();
  const input = bytes(`${text}\n`);
  line.set(input, 0, input.length - 1);
  const words = new Uint32Array(4);
  const family = readAddress(line, words, 0);
  const octets = Array.from(words).flatMap((value) => [
    value >>> 24,
    (value >>> 16) & 255,
    (value >>> 8) & 255,
    value & 255,
  ]);
  const address = family === 4 ? formatIPv4(octets) : family === 6 ? formatIPv6(octets) : null;
  return { address, rest: Buffer.from(input.subarray(line.at, input.length - 1)).toString() };
}

const canonical = (text: string): string =>
  isIP(text) === 6 ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
const plainMapped = (text: string): boolean =>
  !/^(::|(0+:){5})(ffff|\d|[0-9a-f]{1,4}:[0-9a-f]{1,4}$)/i.test(text);

describe('addresses', () => {
  it('all that the system takes for one', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.ipV4(), fc.ipV6().filter(plainMapped)),
        fc.constantFrom('', ' ', '/80', '(80)', ']'),
        (text, rest) => {
          expect(reading(text + rest)).toEqual({ address: canonical(text), rest });
        },
      ),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('nothing else', () => {
    const piece = fc.constantFrom(
      '1',
      '25',
      '256',
      '0',
      'f',
      'ffff',
      '12345',
      'g',
      ':',
      '::',
      '.',
      '%',
      '-',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const { address, rest } = reading(text);
        const taken = text.slice(0, text.length - rest.length);
        if (address === null) expect(taken).toBe('');
        // Leading zeros, which isIP refuses, are read as decimal.
        else expect(isIP(taken.replace(/%.*/, '').replace(/(^|\.)0+(?=\d)/g, '$1'))).not.toBe(0);
      }),
      { numRuns: fuzzRuns(1000) },
    );
  });

  it.each([
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1', ''],
    ['::192.0.2.1 x', '::c000:201', ' x'],
    ['fe80::1.546', 'fe80::1', '.546'],
    ['fe80::1%eth0/80', 'fe80::1', '/80'],
    ['2001:db8::1: ', '2001:db8::1', ': '],
    ['1.2.3.4.80', '1.2.3.4', '.80'],
    ['1.2.3', null, '1.2.3'],
    ['256.1.1.1', null, '256.1.1.1'],
    ['1:2:3:4:5:6:7', null, '1:2:3:4:5:6:7'],
    ['1::2::3', null, '1::2::3'],
    ['', null, ''],
  ])('%s', (text, address, rest) => {
    expect(reading(text)).toEqual({ address, rest });
  });
});
