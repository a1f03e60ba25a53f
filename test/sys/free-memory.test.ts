import { describe, expect, it } from 'vitest';
import { codeIn, freeMemory } from '../../src/sys/free-memory.ts';

const maps = `00400000-00e00000 r--p 00000000 fe:01 1234                               /usr/bin/node
00e00000-02000000 r-xp 00a00000 fe:01 1234                               /usr/bin/node
02000000-03000000 r--p 01c00000 fe:01 1234                               /usr/bin/node
03000000-03100000 rw-p 02c00000 fe:01 1234                               /usr/bin/node
7f0000000000-7f0000001000 r-xp 00000000 fe:01 77                         /usr/lib/libc.so.6
7f0000002000-7f0000003000 rwxp 00000000 00:00 0
7f0000004000-7f0000005000 r-xp 00000000 00:00 0                          [vdso]
`;

describe('memory given back', () => {
  it('is only code of the file itself, which nobody can have written to', () => {
    expect(codeIn(maps, '/usr/bin/node')).toEqual([{ start: 0xe0_0000n, length: 0x120_0000 }]);
    expect(codeIn(maps, '/usr/bin/other')).toEqual([]);
    expect(codeIn('rubbish\n', '/usr/bin/node')).toEqual([]);
  });

  it('leaves everything working', () => {
    const kept = Array.from({ length: 1000 }, (_, index) => ({ index }));
    freeMemory();
    freeMemory();
    expect(kept.at(-1)).toEqual({ index: 999 });
    expect(JSON.parse(JSON.stringify(kept))).toHaveLength(1000);
  });
});
