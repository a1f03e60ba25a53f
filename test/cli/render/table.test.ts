import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, table } from '../../../src/cli/render/table.ts';
import { clip, clipMiddle, counted, paragraph, width, wrap } from '../../../src/cli/render/text.ts';
import { fuzzRuns } from '../../fuzz.ts';

interface Row {
  readonly port: number;
  readonly command: string;
}

const columns: readonly Column<Row>[] = [
  { head: 'PORT', cell: ({ port }) => String(port), align: 'right' },
  { head: 'EXTRA', cell: () => 'spare', spare: 1 },
  { head: 'COMMAND', cell: ({ command }) => command, least: 10 },
];

describe('a table', () => {
  test('stands in columns', () => {
    expect(table([{ port: 22, command: 'sshd' }], columns, 80)).toEqual([
      'PORT  EXTRA  COMMAND',
      '  22  spare  sshd',
    ]);
  });

  test('cuts what may be cut before it leaves a column out', () => {
    const rows = [{ port: 8080, command: 'x'.repeat(100) }];
    expect(table(rows, columns, 24)[1]).toBe('8080  spare  xxxxxxxxxx…');
    expect(table(rows, columns, 20)[1]).toBe('8080  xxxxxxxxxxxxx…');
  });

  test('leaves out a spare column that is empty everywhere', () => {
    const empty = columns.map((column) => (column.head === 'EXTRA' ? { ...column, cell: () => '' } : column));
    expect(table([{ port: 1, command: 'a' }], empty, 80)).toEqual(['PORT  COMMAND', '   1  a']);
  });

  test('cuts further, then leaves out what it can, where nothing else helps', () => {
    const wide: readonly Column<Row>[] = [
      ...columns.slice(0, 1),
      { head: 'REACH', cell: () => 'loopback', last: true },
      { head: 'COMMAND', cell: ({ command }) => command, least: 20 },
    ];
    const rows = [{ port: 8080, command: 'x'.repeat(100) }];
    expect(table(rows, wide, 30)[1]).toBe('8080  loopback  xxxxxxxxxxxxx…');
    expect(table(rows, wide, 20)[1]).toBe('8080  xxxxxxxxxxxxx…');
  });

  test('never exceeds its room, whatever the names', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 })),
        fc.integer({ min: 20, max: 200 }),
        (names, room) => {
          const rows = names.map((command) => ({ port: 65_535, command }));
          for (const line of table(rows, columns, room)) expect(width(line)).toBeLessThanOrEqual(room);
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });
});

describe('text', () => {
  test.each([
    ['plain', 5],
    ['● expected…', 11],
    ['日本', 4],
    ['e\u0301', 1],
    ['বাংলা', 2],
    ['سنڌي', 4],
    ['👩‍👩‍👧', 2],
    ['🇸🇪', 2],
    ['☎️', 2],
    [' \ufe0f', 1],
    ['a\ufe0f', 1],
    ['\u200b', 0],
  ])('%s takes %d columns', (text, columns) => {
    expect(width(text)).toBe(columns);
  });

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['日本語日本', 6, '日本…'],
  ])('clip %s to %d', (text, columns, expected) => {
    expect(clip(text, columns)).toBe(expected);
  });

  test.each([
    [0, '0 ports'],
    [1, '1 port'],
    [999, '999 ports'],
    [1000, '1,000 ports'],
    [65_536, '65,536 ports'],
    [1_234_567, '1,234,567 ports'],
  ])('%d is counted', (count, text) => {
    expect(counted(count, 'port')).toBe(text);
  });

  test('a path is cut in its middle', () => {
    expect(clipMiddle('/usr/lib/postgresql/15/bin/postgres', 20)).toBe('/usr/lib/…n/postgres');
  });

  test('wide characters are cut in the middle by columns, and never in themselves', () => {
    expect(clipMiddle('日本語日本語日本語', 10)).toBe('日本…本語');
    expect(clipMiddle('👩‍👩‍👧'.repeat(9), 11)).toBe('👩‍👩‍👧👩‍👩‍👧…👩‍👩‍👧👩‍👩‍👧');
  });

  test('wrapping loses no word', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 60 }), fc.integer({ min: 15, max: 90 }), (text, columns) => {
        expect(wrap(text, columns).join(' ')).toBe(text);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  test('wrapping breaks what is longer than a line, but no address', () => {
    expect(wrap('a /usr/lib/postgresql b', 8)).toEqual(['a', '/usr/lib', '/postgre', 'sql b']);
    expect(wrap('see <https://www.iana.org/> now', 8)).toEqual(['see', '<https://www.iana.org/>', 'now']);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 2, max: 60 }),
        (text, columns) => {
          const lines = wrap(text, columns);
          expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
          for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });

  test('a paragraph leaves room for a first line that begins further in', () => {
    expect(paragraph('one two three four five', 24, '    ', '  a long label  ')).toBe(
      '  a long label  one two\n    three four five',
    );
    expect(paragraph('everything', 24, '    ', '  a label of this length ')).toBe(
      '  a label of this length\n    everything',
    );
  });

  test('a paragraph hangs from its first line', () => {
    expect(paragraph('one two three four five', 24, '    ', '  - ')).toBe('  - one two three four\n    five');
  });
});
