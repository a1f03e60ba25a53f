import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { letGoOfCode, unchangedMappings } from '../../src/sys/code-pages.ts';

const mapping = (head: string, anonymous: number): string =>
  `${head}\nSize:               1024 kB\nRss:                 512 kB\nAnonymous:      ${String(anonymous).padStart(4)} kB\nVmFlags: rd ex mr mw me \n`;

it('only what is of a file, cannot be written, and was not changed', () => {
  const smaps = [
    mapping('00400000-00b6f000 r--p 00000000 fe:00 260689                     /usr/bin/node', 0),
    mapping('00b72000-025fe000 r-xp 00772000 fe:00 260689                     /usr/bin/node with a space', 0),
    mapping('0563a000-0563e000 r--p 05239000 fe:00 260689                     /usr/bin/node', 16),
    mapping('0563e000-0565d000 rw-p 0523d000 fe:00 260689                     /usr/bin/node', 0),
    mapping('7f0000000000-7f0000100000 r-xp 00000000 00:00 0 ', 0),
    mapping('7ffd0000-7ffd1000 r-xp 00000000 00:00 0                          [vdso]', 0),
    mapping('7f1000000000-7f1000100000 r--s 00000000 00:08 1077               socket:[1077]', 0),
  ].join('');
  expect(unchangedMappings(smaps)).toEqual([
    { at: 0x400000, size: 0x76f000 },
    { at: 0xb72000, size: 0x25fe000 - 0xb72000 },
  ]);
  expect(unchangedMappings('')).toEqual([]);
  expect(unchangedMappings('odd\nlines')).toEqual([]);
});

it.skipIf(process.platform !== 'linux')('the program goes on, and needs less', () => {
  const file = (): number =>
    Number(/^RssFile:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  const before = file();
  letGoOfCode();
  expect(file()).toBeLessThan(before);
  const words = Array.from({ length: 1000 }, (_, at) => `w${at}`.replace(/\d/g, (digit) => digit + digit));
  expect(JSON.parse(JSON.stringify(words))).toEqual(words);
});
