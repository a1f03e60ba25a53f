import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OwningPackage } from '../../../../src/inspect/listener.ts';
import { ownerOf, ownersOf, processReader } from '../../../../src/inspect/linux/process/index.ts';
import { isLinux, stage } from './running.ts';

const { folder, start, startReady, end } = stage();
const known: OwningPackage = { name: 'coreutils', version: '9.1-1', manager: 'dpkg' };

/** A finder that knows these paths, and notes what it is asked. */
function finder(answers: ReadonlyMap<string, OwningPackage | null>) {
  const asked: (readonly string[])[] = [];
  return {
    asked,
    find: (paths: readonly string[]) => {
      asked.push(paths);
      return new Map([...answers].filter(([path]) => paths.includes(path)));
    },
  };
}

describe.skipIf(!isLinux)('owners behind holders (need Linux)', () => {
  test('an owner has the facts and the descriptor, and none of what only the look needs', () => {
    const pid = start('sleep', ['60']);
    const owner = ownerOf({ pid, fd: 7 }, processReader({ detail: 'full' }));
    expect(owner).toMatchObject({ pid, fd: 7, comm: 'sleep', cmdline: ['sleep', '60'] });
    expect(owner?.startTicks).toBeGreaterThan(0);
    for (const inner of ['ppid', 'cgroup', 'foreignRoot', 'ancestryComplete', 'package']) {
      expect(owner).not.toHaveProperty(inner);
    }
  });

  test('packages are asked for once, and told of each owner', () => {
    const pids = [start('sleep', ['60']), start('sleep', ['61'])];
    const reader = processReader({ detail: 'list' });
    const exe = reader.read(pids[0] ?? 0)?.exe ?? '';
    const packages = finder(new Map([[exe, known]]));
    const holders = [...pids, ...pids].map((pid, fd) => ({ pid, fd }));
    const owners = ownersOf(holders, reader, packages);
    expect(packages.asked).toEqual([[exe]]);
    expect(owners.map((owner) => owner?.package)).toEqual([known, known, known, known]);
    expect(owners.map((owner) => owner?.fd)).toEqual([0, 1, 2, 3]);
  });

  test('null where no package owns it, left out where nobody could say', () => {
    const pid = start('sleep', ['60']);
    const reader = processReader({ detail: 'list' });
    const exe = reader.read(pid)?.exe ?? '';
    const [none] = ownersOf([{ pid, fd: 1 }], reader, finder(new Map([[exe, null]])));
    const [unasked] = ownersOf([{ pid, fd: 1 }], reader, finder(new Map()));
    expect(none?.package).toBeNull();
    expect(unasked).not.toHaveProperty('package');
  });

  test('the script that an interpreter runs has a package of its own', async () => {
    const file = join(folder(), 'server.js');
    writeFileSync(file, 'console.log("ready"); setInterval(() => {}, 1000);');
    const pid = await startReady(process.execPath, [file]);
    const packages = finder(new Map([[file, known]]));
    const [owner] = ownersOf([{ pid, fd: 1 }], processReader({ detail: 'list' }), packages);
    expect(owner).toMatchObject({ runsFile: file, runsPackage: known });
  });

  test('a holder that is gone is null in its place', async () => {
    const [gone, there] = [start('sleep', ['60']), start('sleep', ['60'])];
    await end(gone);
    const holders = [gone, there].map((pid) => ({ pid, fd: 3 }));
    const owners = ownersOf(holders, processReader({ detail: 'list' }), finder(new Map()));
    expect([owners[0], owners[1]?.pid]).toEqual([null, there]);
  });
});
