import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLink, readProc, sameFile, statOf } from '../../../../src/inspect/linux/process/procfs.ts';
import { asNobody, isLinux, isRoot, stage } from './running.ts';

const { folder } = stage();

describe.skipIf(!isLinux)('reading /proc (needs Linux)', () => {
  test('a file comes whole, however it is cut into reads, and never longer than the limit', () => {
    const file = join(folder(), 'file');
    for (const length of [0, 1, 4095, 4096, 65_535, 65_536, 65_537, 300_000]) {
      writeFileSync(file, 'ß'.repeat(length / 2));
      expect(readProc(file)).toBe('ß'.repeat(length / 2));
    }
    expect(readProc(file, 100_000)).toHaveLength(50_000);
  });

  test('bytes that are no UTF-8 become replacement characters', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, Buffer.of(0x61, 0xff, 0x62));
    expect(readProc(file)).toBe('a\ufffdb');
  });

  test('what is not there is null, and no error', () => {
    const missing = join(folder(), 'missing');
    expect([readProc(missing), readLink(missing), statOf(missing)]).toEqual([null, null, null]);
    expect(readProc(folder())).toBeNull();
    expect(readLink(folder())).toBeNull();
  });

  test.skipIf(!isRoot)('what may not be read is null as well (needs root to become nobody)', () => {
    const closed = folder();
    writeFileSync(join(closed, 'file'), 'x');
    chmodSync(closed, 0o700);
    expect(asNobody(() => [readProc(join(closed, 'file')), statOf(join(closed, 'file'))])).toEqual([
      null,
      null,
    ]);
  });

  test('two paths to one file are the same file, nothing is the same as nothing', () => {
    expect(sameFile(statOf('/proc/self/exe'), statOf(process.execPath))).toBe(true);
    expect(sameFile(statOf('/'), statOf('/proc'))).toBe(false);
    expect(sameFile(null, null)).toBe(false);
  });
});
