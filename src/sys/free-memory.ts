import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { letGoOfCode } from './code-pages.ts';
import { declare } from './libc.ts';

const mallocTrim = declare('int malloc_trim(size_t pad)');

/**
 * Gives back what a start leaves behind, for who runs for months: the program's own garbage, pages that the allocator
 * holds on to, and what was mapped of the program's files (see `code-pages.ts`). It takes some tens of milliseconds.
 */
export function freeMemory(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  setFlagsFromString('--no-expose-gc');
  if (process.platform !== 'linux') return;
  try {
    mallocTrim(0);
  } catch {
    // A C library without it: nothing is lost by it.
  }
  letGoOfCode();
}
