import { readFileSync } from 'node:fs';
import { declare } from './libc.ts';

/** MADV_DONTNEED, madvise(2): of a mapping that was not changed, the pages are read from the file again when needed. */
const notNeeded = 4;

const madvise = declare('int madvise(intptr_t at, size_t size, int advice)');

/**
 * Lets go of what is mapped of the program's files: most of it was needed to start and never again, and counts as
 * resident memory of each process. What is still needed comes back from the page cache by itself, some microseconds
 * each. Only mappings that cannot be written and of which no page was changed: else the change would be lost.
 */
export function letGoOfCode(): void {
  if (process.platform !== 'linux') return;
  try {
    for (const { at, size } of unchangedMappings(readFileSync('/proc/self/smaps', 'latin1'))) {
      madvise(at, size, notNeeded);
    }
  } catch {
    // It only saves memory.
  }
}

/**
 * The mappings of smaps (proc(5)): `00b72000-025fe000 r-xp 00772000 fe:00 260689    /usr/bin/node`, then lines of figures,
 * among which `Anonymous:` counts the pages that are not the file's any more.
 */
export function unchangedMappings(smaps: string): readonly { readonly at: number; readonly size: number }[] {
  return smaps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m).flatMap((one) => {
    const [, from = '', to = ''] =
      /^([0-9a-f]{1,12})-([0-9a-f]{1,12}) r-[x-]p [0-9a-f]+ [0-9a-f:]+ [1-9]\d* +\/.*\n/.exec(one) ?? [];
    if (from === '' || !/^Anonymous: +0 kB$/m.test(one)) return [];
    const at = Number.parseInt(from, 16);
    return [{ at, size: Number.parseInt(to, 16) - at }];
  });
}
