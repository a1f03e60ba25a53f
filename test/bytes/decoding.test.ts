import { expect, test } from 'vitest';
import { decoding, Reader } from '../../src/bytes/index.ts';

test('a malformed message is a value', () => {
  expect(decoding(() => new Reader(Uint8Array.of(7)).u8())).toEqual({ ok: true, value: 7 });
  expect(decoding(() => new Reader(new Uint8Array(0), 'nothing').u8())).toEqual({
    ok: false,
    error: 'Asked for 1 bytes at 0 of nothing: it has 0 bytes.',
  });
});

test('a fault of the program is none', () => {
  expect(() =>
    decoding(() => {
      throw new TypeError('a fault');
    }),
  ).toThrow('a fault');
});
