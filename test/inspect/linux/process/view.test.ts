import { describe, expect, test } from 'vitest';
import { readExe } from '../../../../src/inspect/linux/process/exe.ts';
import { fileViews } from '../../../../src/inspect/linux/process/view.ts';
import { processReader } from '../../../../src/inspect/linux/process/index.ts';
import { canMount, findProgram, isLinux, stage } from './running.ts';

const { folder, startReady } = stage();
const busybox = findProgram('busybox');

describe.skipIf(!isLinux)('how a process sees files (needs Linux)', () => {
  test('one like ours sees what we see', () => {
    expect(fileViews()(process.pid)).toEqual({ foreign: false, prefix: '' });
  });

  test.skipIf(!canMount)('a mount namespace alone changes nothing (needs root that may mount)', async () => {
    const pid = await startReady('unshare', ['--mount', 'sh', '-c', 'echo ready; exec sleep 60']);
    await expect.poll(() => processReader({ detail: 'list' }).read(pid)?.comm).toBe('sleep');
    expect(fileViews()(pid).foreign).toBe(false);
    expect(readExe(pid, fileViews()(pid))?.deleted).toBe(false);
  });

  test.skipIf(!canMount || busybox === null)(
    'with another root it is foreign: paths are looked up there, its users have no names (needs root that may mount, busybox)',
    async () => {
      const root = folder();
      const script = [
        `mount -t tmpfs none ${root}`,
        `mkdir -p ${root}/bin ${root}/proc ${root}/app ${root}/old`,
        `cp ${busybox} ${root}/bin/busybox`,
        `touch ${root}/app/run.sh`,
        `cd ${root} && pivot_root . old && /bin/busybox umount -l /old && cd /app`,
        'echo ready; exec /bin/busybox sleep 60',
      ].join(' && ');
      const pid = await startReady('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script]);
      await expect.poll(() => processReader({ detail: 'full' }).read(pid)?.comm).toBe('busybox');
      expect(fileViews()(pid)).toEqual({ foreign: true, prefix: `/proc/${pid}/root` });
      expect(processReader({ detail: 'full' }).read(pid)).toMatchObject({
        foreignRoot: true,
        exe: '/bin/busybox',
        exeDeleted: false,
        cwd: '/app',
        uid: 0,
        user: null,
        interpreter: 'busybox',
        runs: 'sleep',
        gitProject: null,
      });
    },
  );
});
