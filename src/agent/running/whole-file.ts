import { readFileSync } from 'node:fs';
import { fail } from '../../core/errors.ts';

const largest = 1 << 20;

/** The text of a small file that is open already. @throws ReeveError `USAGE` */
export function readWhole(fd: number): string {
  const text = readFileSync(fd, 'utf8');
  if (text.length <= largest) return text;
  throw fail('USAGE', {
    asked: 'a file of keys or tokens',
    found: `it is longer than ${largest} characters`,
  });
}
