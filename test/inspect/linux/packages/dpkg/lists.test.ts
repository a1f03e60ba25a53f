import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLists, searchLists } from '../../../../../src/inspect/linux/packages/dpkg/lists.ts';
import { asNobody, isRoot } from '../../process/running.ts';
import { scene } from '../scene.ts';

const { folder } = scene();

describe('the file lists', () => {
  test('of all packages are searched for a whole line', () => {
    const info = folder();
    writeFileSync(join(info, 'a.list'), '/.\n/usr/bin/a\n/usr/bin/both\n');
    writeFileSync(join(info, 'b:amd64.list'), '/usr/bin/both\n/usr/bin/b');
    writeFileSync(join(info, 'empty.list'), '');
    writeFileSync(join(info, 'a.md5sums'), '/usr/bin/other\n');
    const lists = readLists(info);
    expect(lists?.complete).toBe(true);
    const owners = (path: string) => (lists === null ? [] : [...searchLists(lists, [path])].sort());
    expect(owners('/usr/bin/a')).toEqual(['a']);
    expect(owners('/usr/bin/both')).toEqual(['a', 'b:amd64']);
    expect(owners('/usr/bin/b')).toEqual(['b:amd64']);
    expect(owners('/usr/bin')).toEqual([]);
    expect(owners('/usr/bin/other')).toEqual([]);
    expect(owners('/bin/a')).toEqual([]);
  });

  test('are searched for all spellings of a path at once', () => {
    const info = folder();
    writeFileSync(join(info, 'a.list'), '/.\n/bin/x\n');
    writeFileSync(join(info, 'b.list'), '/.\n/usr/bin/x\n/opt/bin/x\n');
    writeFileSync(join(info, 'c.list'), '/.\n/opt/usr/bin/x\n/bin/x.1\n');
    const lists = readLists(info);
    expect(lists === null ? [] : [...searchLists(lists, ['/usr/bin/x', '/bin/x'])].sort()).toEqual([
      'a',
      'b',
    ]);
    expect(lists === null ? [] : searchLists(lists, ['/usr/bin/x'])).toEqual(['b']);
  });

  test('larger than the memory first taken', () => {
    const info = folder();
    const many = Array.from({ length: 500_000 }, (_, at) => `/usr/share/some/rather/long/folder/${at}`).join(
      '\n',
    );
    writeFileSync(join(info, 'a.list'), `${many}\n`);
    writeFileSync(join(info, 'b.list'), '/last\n');
    const lists = readLists(info);
    expect(lists?.bytes.length).toBeGreaterThan(16 << 20);
    expect(lists === null ? [] : searchLists(lists, ['/usr/share/some/rather/long/folder/499999'])).toEqual([
      'a',
    ]);
    expect(lists === null ? [] : searchLists(lists, ['/last'])).toEqual(['b']);
  });

  test('one that cannot be read leaves them incomplete, and the folder that cannot is null', () => {
    const info = folder();
    mkdirSync(join(info, 'a.list'));
    writeFileSync(join(info, 'b.list'), '/b\n');
    const lists = readLists(info);
    expect(lists?.complete).toBe(false);
    expect(lists === null ? [] : searchLists(lists, ['/b'])).toEqual(['b']);
    expect(readLists(join(info, 'none'))).toBeNull();
  });

  test.skipIf(!isRoot)(
    'one hidden from the user leaves them incomplete (needs root to become nobody)',
    () => {
      const info = folder();
      writeFileSync(join(info, 'a.list'), '/a\n');
      chmodSync(join(info, 'a.list'), 0o600);
      expect(asNobody(() => readLists(info))?.complete).toBe(false);
    },
  );
});
