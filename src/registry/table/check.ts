import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { headerLength } from './layout.ts';
import { openTable } from './read.ts';

/** Reads a whole table: its SHA-256 and every record. Returns what is wrong with it, in plain phrases. */
export function checkTable(path: string): readonly string[] {
  const opened = openTable(path);
  if (!opened.ok) return [opened.error];
  const table = opened.value;
  try {
    const bytes = readFileSync(path);
    const stored = bytes.subarray(24, 56);
    const found = createHash('sha256').update(bytes.subarray(headerLength)).digest();
    if (!found.equals(stored)) return ['its SHA-256 differs from the one it carries'];
    for (let number = 0; number < table.recordCount; number++) table.record(number);
    table.search();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    table.close();
  }
}
