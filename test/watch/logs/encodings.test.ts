import { describe, expect, it } from 'vitest';
import { accounted, bytes, read, readBytes } from './reading.ts';

const line =
  'Mar 11 20:35:11 host kernel: DROP IN=eth0 OUT= SRC=1.2.3.4 DST=5.6.7.8 LEN=40 TOS=0x00 PREC=0x00 TTL=4 ID=1 PROTO=TCP SPT=1 DPT=2 WINDOW=5 RES=0x00 SYN URGP=0';
const windows =
  '2005-11-20 11:43:41 DROP TCP 192.168.0.7 192.168.0.6 1172 3389 48 S 1640769051 0 65535 - - - RECEIVE';

function utf16(text: string, big: boolean, mark: boolean): Uint8Array {
  const buffer = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
  return new Uint8Array(big ? buffer.swap16() : buffer);
}

describe('line ends', () => {
  it.each(['\n', '\r\n', '\r\r\n'])('%j', (end) => {
    const { probes, summary } = read(`${line}${end}${line}${end}`);
    expect(probes).toHaveLength(2);
    expect(summary).toMatchObject({
      count: 2,
      skipped: [],
      notes: expect.not.arrayContaining(['the last line has no line feed at its end']),
    });
  });

  it('none at the end', () => {
    const { probes, summary } = read(`${line}\n${line}`);
    expect(probes).toHaveLength(2);
    expect(summary.notes).toContain('the last line has no line feed at its end');
  });

  it('a block of zeros, as a crash leaves it, costs no line', () => {
    const block = '\0'.repeat(200_000);
    for (const piece of [1 << 10, 1 << 16, 1 << 20]) {
      const { probes, summary } = readBytes(bytes(`${line}\n${block}${line}\n${line}\n`), {}, piece);
      expect(probes).toHaveLength(3);
      expect(summary).toMatchObject({ count: 3, skipped: [] });
    }
  });

  it('an empty input', () => {
    expect(read('').summary).toMatchObject({
      format: 'unknown',
      count: 0,
      records: 0,
      from: null,
      to: null,
      damaged: false,
    });
    expect(read('\n\n').summary.other).toEqual([{ name: 'empty line', packets: 2 }]);
  });
});

describe('encodings', () => {
  it('a mark of UTF-8', () => {
    expect(read(`\ufeff${line}\n`).probes).toHaveLength(1);
  });

  it.each([
    [false, true],
    [true, true],
    [false, false],
    [true, false],
  ])('UTF-16, big endian %s, mark %s, cut anywhere', (big, mark) => {
    const text = utf16(`#Version: 1.5\r\n${windows}\r\n${windows.replace('RECEIVE', 'Ü€𝄞')}\r\n`, big, mark);
    const whole = readBytes(text);
    expect(whole.probes).toHaveLength(2);
    expect(whole.summary.notes).toContain(`the text is UTF-16${big ? 'BE' : 'LE'}`);
    for (const piece of [1, 2, 3, 5]) expect(readBytes(text, {}, piece)).toEqual(whole);
  });

  it('zeros that a crash left', () => {
    const { probes, summary } = read(`${line}\n${'\0'.repeat(5000)}${line}\n\0\0\n`);
    expect(probes).toHaveLength(2);
    expect(summary.other).toEqual([{ name: 'empty line', packets: 1 }]);
  });

  it('bytes that are no UTF-8 and escapes stay what they are', () => {
    const text = bytes(`${line}\n`);
    const odd = Uint8Array.from(Buffer.from(line.replace('eth0', 'e\x1b[31m\xff'), 'latin1'));
    const { probes } = readBytes(Uint8Array.from([...text, ...odd, 10]));
    expect(probes[1]?.interface).toBe('e\x1b[31m\xff');
  });
});

describe('long lines', () => {
  it.each([1 << 16, 1000, 10_000_000])('10 MB in pieces of %d', (piece) => {
    const text = `${line}\n${'x'.repeat(10_000_000)}\n${line}\n`;
    const reading = readBytes(bytes(text), {}, piece);
    expect(reading.probes.map(({ ordinal }) => ordinal)).toEqual([1, 3]);
    expect(reading.summary.skipped).toEqual([{ reason: 'line longer than 64 KiB', count: 1, firstAt: 2 }]);
    expect(reading.summary.damaged).toBe(true);
    expect(accounted(reading)).toBe(3);
  });

  it('the longest that is read, and one more', () => {
    const exactly = line.padEnd(64 * 1024, ' ');
    expect(read(`${exactly}\n`).probes).toHaveLength(1);
    expect(read(`${exactly}\n`, {}).summary.count).toBe(1);
    expect(read(`${exactly} \n`).probes).toHaveLength(0);
    expect(readBytes(bytes(`${exactly} \n`), {}, 999).probes).toHaveLength(0);
    expect(readBytes(bytes(`${exactly}\n`), {}, 999).probes).toHaveLength(1);
  });
});

/** A reader that goes back over a line for each of its words would take minutes for these. */
it.each([
  'IN= ',
  ' 1',
  '[1',
  '[1]: ',
  ' 1 [',
  'IN= OUT= [SRC=',
  '%ASA-',
  ' type',
  'rule 1(',
  '{"a":[',
  ',',
  ' filterlog ',
  '::',
])('64 KiB of %j', (piece) => {
  const text = `Nov 21 05:00:00 h ${piece.repeat(Math.floor((64 * 1024 - 20) / piece.length))}\n`.repeat(20);
  const reading = read(text + text.slice(18));
  expect(reading.probes).toEqual([]);
  expect(accounted(reading)).toBe(40);
});
