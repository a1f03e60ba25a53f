import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Load, startLoad } from '../../../bench/load/processes.ts';
import { hasPerl } from '../../inspect/linux/owners/scenes.ts';

const shape = { processes: 12, fds: 7, listeners: 10, listenerProcesses: 4, cgroups: 3 };

const alive = (pids: readonly number[]): number[] => pids.filter((pid) => existsSync(`/proc/${pid}`));

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return (await new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy())) as boolean;
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 300 && !condition(); turn++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(condition()).toBe(true);
}

describe.skipIf(process.platform !== 'linux' || !hasPerl)(
  'startLoad (skipped without Linux and perl)',
  () => {
    let load: Load | undefined;
    let place = '';
    beforeAll(() => {
      place = mkdtempSync(join(tmpdir(), 'reeve-load-'));
    });
    afterEach(async () => load?.stop());
    afterAll(() => rmSync(place, { recursive: true, force: true }));

    test('makes what was asked for, and takes all of it down', async () => {
      load = await startLoad(shape);
      const { pids, ports, cgroupFolder } = load;
      expect(alive(pids)).toHaveLength(12);
      expect(new Set(ports).size).toBe(10);
      for (const port of ports) expect(await accepts(port)).toBe(true);
      const counts = pids.map((pid) => readdirSync(`/proc/${pid}/fd`).length);
      // Standard streams, two pipes, the sockets.
      for (const count of counts) expect(count).toBeGreaterThanOrEqual(7 + 3);
      expect(Math.max(...counts)).toBeLessThanOrEqual(7 + 3 + 2 + 3);
      if (cgroupFolder !== null)
        expect(readdirSync(cgroupFolder)).toEqual(expect.arrayContaining(['1', '2', '3']));
      await load.stop();
      await load.stop();
      expect(alive(pids)).toEqual([]);
      expect(cgroupFolder !== null && existsSync(cgroupFolder)).toBe(false);
      for (const port of ports) expect(await accepts(port)).toBe(false);
    });

    test('what cannot be made is an error and leaves nothing (perl says why, twelve times)', async () => {
      const before = readdirSync('/proc').length;
      await expect(startLoad({ ...shape, fds: Number.NaN })).rejects.toThrow(/could not be made/);
      expect(readdirSync('/proc').length).toBeLessThan(before + 12);
    });

    test('without perl it says so', async () => {
      const path = process.env['PATH'];
      process.env['PATH'] = place;
      try {
        await expect(startLoad(shape)).rejects.toThrow(/ENOENT/);
      } finally {
        process.env['PATH'] = path;
      }
    });

    test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
      'is taken down when its maker ends by %s',
      async (signal) => {
        const source = join(place, 'maker.ts');
        const from = JSON.stringify(join(import.meta.dirname, '../../../bench/load/processes.ts'));
        writeFileSync(
          source,
          `import { startLoad } from ${from};
       const { pids, cgroupFolder } = await startLoad(${JSON.stringify(shape)});
       console.log(JSON.stringify({ pids, cgroupFolder }));
       setInterval(() => undefined, 1000);`,
        );
        const outfile = join(place, 'maker.mjs');
        await build({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'esm' });
        const maker = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'inherit'] });
        const ended = once(maker, 'exit');
        try {
          const [line] = (await once(maker.stdout, 'data')) as [Buffer];
          const { pids, cgroupFolder } = JSON.parse(String(line)) as {
            pids: number[];
            cgroupFolder: string | null;
          };
          expect(alive(pids)).toHaveLength(12);
          maker.kill(signal);
          await ended;
          await until(() => alive(pids).length === 0);
          await until(() => cgroupFolder === null || !existsSync(cgroupFolder));
        } finally {
          maker.kill('SIGKILL');
        }
      },
    );
  },
);
