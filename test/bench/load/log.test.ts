import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logKinds, writeLog } from '../../../bench/load/log.ts';
import { readBytes } from '../../watch/logs/reading.ts';

it.each([...logKinds])('a %s log: the same seed, the same bytes, all of them records', (format) => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-log-'));
  try {
    const [one, two, other] = ['one', 'two', 'other'].map((name) => join(folder, name));
    const bytes = writeLog(one ?? '', { lines: 2000, seed: 7, format });
    writeLog(two ?? '', { lines: 2000, seed: 7, format });
    writeLog(other ?? '', { lines: 2000, seed: 8, format });
    const text = readFileSync(one ?? '');
    expect(text).toHaveLength(bytes);
    expect(readFileSync(two ?? '').equals(text)).toBe(true);
    expect(readFileSync(other ?? '').equals(text)).toBe(false);
    const { summary, probes } = readBytes(text);
    expect(summary).toMatchObject({ count: 2000, records: 2000, skipped: [], damaged: false });
    expect(new Set(probes.map(({ source }) => source)).size).toBeGreaterThan(500);
    expect(new Set(probes.map(({ protocol }) => protocol)).size).toBeGreaterThan(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
