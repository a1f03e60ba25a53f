import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { worldWritableFolders } from '../../../../src/inspect/linux/process/folders.ts';
import { isLinux, stage } from './running.ts';

const { folder } = stage();

test.skipIf(!isLinux)(
  'a folder that everybody may write counts at any height, a sticky one too (needs Linux)',
  () => {
    const base = folder();
    const open = join(base, 'open');
    mkdirSync(join(open, 'closed'), { recursive: true });
    chmodSync(open, 0o1777);
    chmodSync(join(open, 'closed'), 0o755);
    // The base stands for /, so that /tmp above it does not count.
    const ask = worldWritableFolders();
    expect(ask('/open/closed/program', base)).toBe(true);
    expect(ask('/open/program', base)).toBe(true);
    expect(ask('/program', base)).toBe(false);
  },
);

test.skipIf(!isLinux)('/usr/bin is none, /tmp is one, and what is gone says nothing (needs Linux)', () => {
  const ask = worldWritableFolders();
  expect(ask('/usr/bin/sh', '')).toBe(false);
  expect(ask('/tmp/x', '')).toBe(true);
  expect(ask('/usr/bin/no-such-folder/deeper/x', '')).toBe(false);
});
