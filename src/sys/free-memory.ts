import { readFileSync, realpathSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { declare } from './libc.ts';

const dontNeed = 4;

const mallocTrim = declare('int malloc_trim(size_t pad)');
const madvise = declare('int madvise(uintptr_t address, size_t length, int advice)');

/**
 * Gives back what a start leaves behind, for who runs for months: the program's own garbage, pages that the allocator
 * holds on to, and the runtime's code that only starting took (it stays in the system's cache of files, from where
 * each page that is needed again comes back within a microsecond). It takes some tens of milliseconds.
 */
export function freeMemory(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  setFlagsFromString('--no-expose-gc');
  if (process.platform !== 'linux') return;
  try {
    mallocTrim(0);
    for (const { start, length } of codeIn(readFileSync('/proc/self/maps', 'latin1'), ownFile()))
      madvise(start, length, dontNeed);
  } catch {
    // A C library without it, or no /proc: nothing is lost by it.
  }
}

const ownFile = (): string => realpathSync('/proc/self/exe');

/**
 * Where the code of a file lies: executable and not writable, so that no page of it can be other than in the file.
 * proc(5): `00e00000-02000000 r-xp 00a00000 fe:01 1234   /usr/bin/node`
 */
export function codeIn(maps: string, file: string): readonly { start: bigint; length: number }[] {
  return maps.split('\n').flatMap((line) => {
    const [, from, to, name] =
      /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) r-xp \S+ \S+ [1-9]\d*\s+(\/.*)$/.exec(line) ?? [];
    if (from === undefined || to === undefined || name !== file) return [];
    const start = BigInt(`0x${from}`);
    return [{ start, length: Number(BigInt(`0x${to}`) - start) }];
  });
}
