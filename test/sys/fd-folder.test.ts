import { closeSync, mkdtempSync, readdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeFolder, fromRoot, numbersIn, openFolder, socketInode } from '../../src/sys/fd-folder.ts';
import { openOwnSocket } from '../../src/sys/own-socket.ts';
import { fuzzRuns } from '../fuzz.ts';

const linux = process.platform === 'linux';

describe.skipIf(!linux)('folders of numbers (Linux only)', () => {
  let place = '';
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'reeve-fd-folder-'));
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  test('lists exactly the numeric names, more than one buffer of them', () => {
    const numbers = Array.from({ length: 3000 }, (_, index) => index * 7);
    for (const name of [...numbers, '12a', 'x1', '-1', '1.5']) writeFileSync(join(place, String(name)), '');
    const folder = openFolder(place);
    const found = numbersIn(folder);
    closeFolder(folder);
    expect(typeof found === 'number' ? found : found.sort((a, b) => a - b)).toEqual(numbers);
  });

  test('lists the processes as the kernel does', () => {
    const folder = openFolder('/proc');
    const found = numbersIn(folder);
    closeFolder(folder);
    expect(found).toContain(process.pid);
    expect(readdirSync('/proc')).toEqual(expect.arrayContaining(['1', String(process.pid)]));
  });

  test('what is not there, or no folder, is a negative errno', () => {
    expect(openFolder(join(place, 'absent'))).toBe(-constants.errno.ENOENT);
    expect(openFolder('/proc/self/status')).toBe(-constants.errno.ENOTDIR);
    expect(numbersIn(-1)).toBe(-constants.errno.EBADF);
    expect(socketInode(fromRoot, join(place, 'absent'))).toBe(-constants.errno.ENOENT);
  });

  test('the inode of a socket of our own', () => {
    const { fd, inode } = openOwnSocket();
    try {
      expect(inode).toBeGreaterThan(0);
      expect(socketInode(fromRoot, `/proc/self/fd/${fd}`)).toBe(inode);
    } finally {
      closeSync(fd);
    }
    expect(socketInode(fromRoot, '/proc/self/cwd')).toBe(0);
  });

  test('any link is a socket only when it reads so', () => {
    const number = fc.nat().map(String);
    const target = fc.oneof(
      number.map((digits) => `socket:[${digits}]`),
      fc
        .tuple(fc.constantFrom('socket:[', 'pipe:[', 'socket:', '/socket:[', 'sock'), number)
        .map(([a, b]) => a + b),
      fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme-ascii' }),
    );
    fc.assert(
      fc.property(target, (text) => {
        const path = join(place, 'link');
        symlinkSync(text, path);
        try {
          const expected = Number(/^socket:\[(\d+)\]$/.exec(text)?.[1] ?? 0);
          expect(socketInode(fromRoot, path)).toBe(expected);
        } finally {
          unlinkSync(path);
        }
      }),
      { numRuns: Math.min(fuzzRuns(200), 5000) },
    );
  });
});
