import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Malformed, ResponseReader } from '../../../src/agent/client/response.ts';
import { fuzzRuns } from '../../fuzz.ts';

/** Reads it in pieces of these sizes, over and over; the end of the connection is said where it is asked for. */
function readIn(text: string | Uint8Array, sizes: readonly number[], ended = false) {
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  const reader = new ResponseReader((part) => parts.push(Buffer.from(part)));
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length);
    reader.push(bytes.subarray(at, at + size));
    at += size;
  }
  if (ended) reader.end();
  return { status: reader.status, done: reader.done, body: Buffer.concat(parts).toString('utf8') };
}

const chunked = (parts: readonly string[]): string =>
  [...parts, ''].map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`).join('');

describe('a response', () => {
  it.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', 200, 'hello'],
    ['HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 200, ''],
    ['HTTP/1.1 204 No Content\r\n\r\n', 204, ''],
    ['HTTP/1.1 404 \r\nContent-Length: 2\r\n\r\nno', 404, 'no'],
    ['HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', 200, 'hi'],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nTrailer: x\r\n\r\n',
      200,
      'hello',
    ],
  ])('%j is read whole', (text, status, body) => {
    expect(readIn(text, [text.length])).toEqual({ status, done: true, body });
    expect(readIn(text, [1])).toEqual({ status, done: true, body });
  });

  it('goes on to the end of the connection where its length is not said', () => {
    expect(readIn('HTTP/1.0 200 OK\r\n\r\nall of it', [3])).toMatchObject({ done: false, body: 'all of it' });
    expect(readIn('HTTP/1.0 200 OK\r\n\r\nall of it', [3], true)).toMatchObject({ done: true });
  });

  it('is the same in whatever pieces it comes', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const body = fc.array(
      text.filter((one) => one !== ''),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        body,
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
        (parts, sizes) => {
          const whole = parts.join('');
          const head = 'HTTP/1.1 200 OK\r\n';
          const plain = `${head}Content-Length: ${Buffer.byteLength(whole)}\r\n\r\n${whole}`;
          const cut = `${head}Transfer-Encoding: chunked\r\n\r\n${chunked(parts)}`;
          expect(readIn(plain, sizes)).toEqual({ status: 200, done: true, body: whole });
          expect(readIn(cut, sizes)).toEqual({ status: 200, done: true, body: whole });
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });

  it.each([
    'SSH-2.0-OpenSSH_9.2\r\n\r\n',
    'HTTP/2 200\r\n\r\n',
    'HTTP/1.1 999 x\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'0'.repeat(100)}`,
    `HTTP/1.1 200 OK\r\n${'x'.repeat(20_000)}`,
  ])('%j is none', (text) => {
    expect(() => readIn(text, [1000])).toThrow(Malformed);
  });

  it.each([
    '',
    'HTTP/1.1 200',
    'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel',
  ])('%j ended in the middle', (text) => {
    expect(() => readIn(text, [1000], true)).toThrow(/middle/);
  });

  it('is read or refused, whatever bytes come', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .uint8Array({ maxLength: 100 })
        .map((rest) =>
          Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'), rest]),
        ),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        try {
          readIn(given, [7], true);
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed);
        }
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
