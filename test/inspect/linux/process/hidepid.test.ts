import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { canMount, findProgram, isLinux, stage } from './running.ts';

const { folder, start } = stage();

/** Reads a process as nobody, in a mount of /proc that hides others' processes; null where that cannot be made. */
async function readHidden(pid: number, hidepid: 1 | 2): Promise<unknown> {
  const outfile = join(folder(), 'read.mjs');
  const index = join(import.meta.dirname, '../../../../src/inspect/linux/process/index.ts');
  await build({
    stdin: {
      contents: `import { processReader } from ${JSON.stringify(index)};
        const reader = processReader({ detail: 'full' });
        console.log(JSON.stringify([reader.read(${pid}), reader.read(process.pid)?.uid]));`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  });
  const asNobody = `setpriv --reuid=65534 --regid=65534 --clear-groups ${process.execPath} ${outfile}`;
  const script = `mount -t proc -o hidepid=${hidepid} proc /proc && exec ${asNobody}`;
  const { stdout } = spawnSync('unshare', ['--mount', 'sh', '-c', script], { encoding: 'utf8' });
  return stdout === '' ? null : JSON.parse(stdout);
}

test.skipIf(!isLinux || !canMount || findProgram('setpriv') === null).each([1, 2] as const)(
  'where /proc hides it (hidepid=%i) a process is null and ours is not (needs root that may mount, setpriv)',
  async (hidepid) => {
    const pid = start('sleep', ['60']);
    expect(await readHidden(pid, hidepid)).toEqual([null, 65_534]);
  },
);
