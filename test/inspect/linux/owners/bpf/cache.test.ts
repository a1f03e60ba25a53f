import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  cacheFolder,
  recallLayout,
  rememberLayout,
} from '../../../../../src/inspect/linux/owners/bpf/cache.ts';
import {
  type KernelLayout,
  parseLayout,
  readKernelLayout,
} from '../../../../../src/inspect/linux/owners/bpf/layout.ts';
import { fuzzRuns } from '../../../../fuzz.ts';

const layout: KernelLayout = {
  iteratorTypeId: 64_247,
  offsets: {
    'bpf_iter__task.task': 8,
    'task_struct.tgid': 1268,
    'task_struct.pid': 1264,
    'task_struct.group_leader': 1328,
    'task_struct.files': 1824,
    'files_struct.fdt': 32,
    'fdtable.max_fds': 0,
    'fdtable.fd': 8,
    'file.f_op': 8,
    'file.f_inode': 32,
    'inode.i_ino': 64,
    'task_struct.nsproxy': 2104,
    'nsproxy.net_ns': 40,
    'net.ns': 120,
    'ns_common.inum': 16,
  },
};

describe.skipIf(process.platform !== 'linux')('the remembered layout (Linux only)', () => {
  let place = '';
  let file = '';
  beforeEach(() => {
    place = join(mkdtempSync(join(tmpdir(), 'reeve-cache-')), 'portreeve');
    file = join(place, 'kernel-layout.json');
  });
  afterEach(() => rmSync(join(place, '..'), { recursive: true, force: true }));

  test('is recalled as it was remembered, readable by its owner only', () => {
    expect(recallLayout(place)).toBeNull();
    rememberLayout(layout, place);
    expect(recallLayout(place)).toEqual(layout);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(place).mode & 0o777).toBe(0o700);
    expect(readdirSync(place)).toEqual(['kernel-layout.json']);
    expect(readFileSync(file, 'utf8')).not.toMatch(/ffff[0-9a-f]{12}/);
  });

  test('is not believed when somebody else could have written it', () => {
    rememberLayout(layout, place);
    chmodSync(file, 0o620);
    expect(recallLayout(place)).toBeNull();
    chmodSync(file, 0o600);
    chmodSync(place, 0o777);
    expect(recallLayout(place)).toBeNull();
    rememberLayout(layout, place);
    expect(recallLayout(place)).toBeNull();
  });

  test.skipIf(process.geteuid?.() !== 0)('nor when it belongs to another user (skipped without root)', () => {
    rememberLayout(layout, place);
    chownSync(file, 65_534, 65_534);
    expect(recallLayout(place)).toBeNull();
  });

  test('nor through a symbolic link, nor as a folder', () => {
    rememberLayout(layout, place);
    const elsewhere = join(place, '..', 'elsewhere.json');
    writeFileSync(elsewhere, readFileSync(file), { mode: 0o600 });
    rmSync(file);
    symlinkSync(elsewhere, file);
    expect(recallLayout(place)).toBeNull();
    rmSync(file);
    mkdirSync(file);
    expect(recallLayout(place)).toBeNull();
  });

  test('of another boot, damaged or too large it is not used', () => {
    rememberLayout(layout, place);
    const text = readFileSync(file, 'utf8');
    const write = (content: string): void => writeFileSync(file, content, { mode: 0o600 });
    write(text.replace(/"key":"./, '"key":"X'));
    expect(recallLayout(place)).toBeNull();
    write(text.slice(0, -5));
    expect(recallLayout(place)).toBeNull();
    write(`${text}${' '.repeat(20_000)}`);
    expect(recallLayout(place)).toBeNull();
    write(text);
    expect(recallLayout(place)).toEqual(layout);
  });

  test('a folder that cannot be made is no failure', () => {
    writeFileSync(join(place, '..', 'file'), '');
    const impossible = join(place, '..', 'file', 'portreeve');
    rememberLayout(layout, impossible);
    expect(existsSync(impossible)).toBe(false);
    expect(recallLayout(impossible)).toBeNull();
  });
});

describe('cacheFolder', () => {
  test.skipIf(process.geteuid?.() !== 0)('is root’s own for root (skipped for others)', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/home/x/.cache' })).toBe('/var/cache/portreeve');
  });
  test.skipIf(process.geteuid?.() === 0)('follows XDG_CACHE_HOME for others (skipped for root)', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/home/x/.cache' })).toBe('/home/x/.cache/portreeve');
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative' })).toMatch(/\/\.cache\/portreeve$/);
  });
});

describe('parseLayout', () => {
  test('takes a whole layout and refuses any part of it', () => {
    expect(parseLayout({ ...layout, extra: 1 })).toEqual(layout);
    for (const name of Object.keys(layout.offsets)) {
      for (const bad of [undefined, -1, 1.5, 40_000, '8', null]) {
        expect(parseLayout({ ...layout, offsets: { ...layout.offsets, [name]: bad } })).toBeNull();
      }
    }
    for (const bad of [0, -1, '64247', 2 ** 32])
      expect(parseLayout({ ...layout, iteratorTypeId: bad })).toBeNull();
  });

  test('any value is a layout or null', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.record({ offsets: fc.jsonValue(), iteratorTypeId: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(odd, (value) => {
        expect(parseLayout(value)).toBeNull();
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

test('a kernel without BTF is told so', () => {
  expect(readKernelLayout('/nowhere/vmlinux')).toMatchObject({
    ok: false,
    error: /does not describe its types/,
  });
  expect(readKernelLayout(import.meta.filename)).toMatchObject({
    ok: false,
    error: /holds not little-endian BTF/,
  });
});
