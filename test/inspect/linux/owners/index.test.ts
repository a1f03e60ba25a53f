import { mkdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { cgroupMount } from '../../../../src/inspect/linux/owners/cgroup.ts';
import { findHolders, type HolderQuery } from '../../../../src/inspect/linux/owners/index.ts';
import { ownCapabilities, ownMountinfo } from '../../../../src/inspect/linux/owners/processes.ts';
import { bpfHere } from '../../../sys/bpf-here.ts';
import { hasPerl, hasThreads, play, type Scene, type SceneName } from './scenes.ts';

const root = process.geteuid?.() === 0;
/** Without it kcmp(2) may be refused, in a container for one, and a thread's own table goes unnoticed. */
const mayCompare = process.platform === 'linux' && ownCapabilities().has('CAP_SYS_PTRACE');
const exitNumber = process.arch === 'arm64' ? '93' : '60';

const ofInodes = (inodes: Iterable<number>, cgroupId: bigint | null = null): HolderQuery['sockets'] =>
  Array.from(inodes, (inode) => ({ inode, cgroupId }));

let scene: Scene | undefined;
afterEach(async () => {
  await scene?.end();
  scene = undefined;
});

const isZombie = (pid: number): boolean => /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !condition(); turn++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(condition()).toBe(true);
}

const rungs = [
  { name: 'bpf', query: { method: 'bpf' }, possible: bpfHere() },
  { name: 'cgroup', query: { method: 'cgroup' }, possible: true },
  { name: 'walk', query: { method: 'walk' }, possible: true },
  { name: 'the ladder as it chooses', query: {}, possible: true },
] as const;

const plain: readonly SceneName[] = [
  'forked workers share a listening socket',
  'two processes of a SO_REUSEPORT group hold a socket each',
  'a child with another program inherited the descriptor, the parent closed it',
  'one process holds a socket by two descriptors, and a connection is none of them',
  'a high descriptor in a large table',
  'udp, raw-bound and unix sockets are sockets too',
];

describe.each(rungs)('holders by $name', ({ name, query, possible }) => {
  const here = process.platform === 'linux' && hasPerl && possible;
  describe.skipIf(!here)(
    `the contract of every rung (skipped without Linux, perl, and for bpf its capabilities)`,
    () => {
      test.each(plain)('%s', async (which) => {
        scene = await play(which);
        const answer = findHolders({ sockets: ofInodes(scene.holders.keys()), ...query });
        expect(answer.holders).toEqual(scene.holders);
        expect(answer.processes.seen).toBeGreaterThan(1);
      });

      test.skipIf(!root)('the holder has changed its user (skipped without root)', async () => {
        scene = await play('the holder has changed its user');
        const answer = findHolders({ sockets: ofInodes(scene.holders.keys()), ...query });
        expect(answer.holders).toEqual(scene.holders);
      });

      test.skipIf(!mayCompare || !hasThreads)(
        'the first thread has ended, another lives on (skipped without CAP_SYS_PTRACE and perl threads)',
        async () => {
          scene = await play('the first thread has ended, another lives on', [exitNumber]);
          const { pid, holders } = scene;
          await until(() => isZombie(pid));
          expect(findHolders({ sockets: ofInodes(holders.keys()), ...query }).holders).toEqual(holders);
        },
      );

      test('a thread counts for its process, once', async () => {
        const worker = startWorker('');
        try {
          const { inode, fd } = await worker.holding;
          const answer = findHolders({ sockets: ofInodes([inode]), ...query });
          expect(answer.holders.get(inode)).toEqual([{ pid: process.pid, fd }]);
        } finally {
          await worker.end();
        }
      });

      test.skipIf(!mayCompare)(
        'a thread with descriptors of its own counts for its process (skipped without CAP_SYS_PTRACE)',
        async () => {
          // CLONE_FILES: the thread leaves the table of the process.
          const worker = startWorker("load('libc.so.6').func('int unshare(int flags)')(0x400);");
          try {
            const { inode, fd } = await worker.holding;
            const answer = findHolders({ sockets: ofInodes([inode]), ...query });
            expect(answer.holders.get(inode)).toEqual([{ pid: process.pid, fd }]);
          } finally {
            await worker.end();
          }
        },
      );

      test('processes that die meanwhile leave the rest as it is', async () => {
        scene = await play('short-lived children come and go');
        for (let turn = 0; turn < 15; turn++) {
          const answer = findHolders({ sockets: ofInodes(scene.holders.keys()), ...query });
          for (const [inode, holders] of scene.holders) {
            expect(answer.holders.get(inode)).toEqual(expect.arrayContaining([...holders]));
          }
        }
      });

      test('a socket that nobody holds has no holder; nonsense is passed over', async () => {
        scene = await play('forked workers share a listening socket');
        const [[inode, holders] = [0, []]] = scene.holders;
        await scene.end();
        expect(holders).toHaveLength(4);
        const sockets = ofInodes([inode, 0, -1, 1.5, Number.NaN, 2 ** 32]);
        expect(findHolders({ sockets, ...query }).holders).toEqual(new Map());
      });

      test('many sockets at once, none twice', async () => {
        scene = await play('forked workers share a listening socket');
        const others = Array.from({ length: 5000 }, (_, index) => 4_000_000_000 + index);
        const sockets = ofInodes([...scene.holders.keys(), ...others, ...scene.holders.keys()]);
        expect(findHolders({ sockets, ...query }).holders).toEqual(scene.holders);
      });
    },
  );

  const mount = cgroupMount(ownMountinfo());
  test.skipIf(!here || !root || mount === null)(
    `${name}: made in one cgroup, held there and in another (skipped without root and cgroup v2)`,
    async (context) => {
      const folders = ['a', 'b'].map((last) => join(mount ?? '', `portreeve-test-${process.pid}-${last}`));
      const [first = '', second = ''] = folders;
      try {
        for (const folder of folders) mkdirSync(folder);
      } catch {
        context.skip('the cgroup hierarchy cannot be written here');
      }
      try {
        scene = await play('made in one cgroup, held there and in another', [first, second]);
        const sockets = ofInodes(scene.holders.keys(), statSync(first, { bigint: true }).ino);
        expect(findHolders({ sockets, ...query }).holders).toEqual(scene.holders);
        // Looking only there misses the one elsewhere, and says so.
        const quick = findHolders({ sockets, method: 'cgroup', sharers: 'own-cgroup' });
        expect(quick).toMatchObject({ method: 'cgroup', complete: false });
        const { pid } = scene;
        const inside = [...scene.holders].map(
          ([inode, all]) => [inode, all.filter((one) => one.pid !== pid)] as const,
        );
        expect(quick.holders).toEqual(new Map(inside));
      } finally {
        await scene?.end();
        for (const folder of folders) await removeCgroup(folder);
      }
    },
  );
});

test('nothing asked for is nothing done', () => {
  const answer = findHolders({ sockets: [{ inode: 0, cgroupId: null }] });
  expect(answer).toMatchObject({ method: 'none', complete: true, notes: [] });
});

async function removeCgroup(folder: string): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    try {
      return rmdirSync(folder);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** A thread of this process that opens a socket, after it did something else. */
function startWorker(before: string) {
  const koffi = JSON.stringify(join(import.meta.dirname, '../../../../node_modules/koffi'));
  const code = `
    const { parentPort } = require('node:worker_threads');
    const { load } = require(${koffi});
    ${before}
    const fd = load('libc.so.6').func('int socket(int domain, int type, int protocol)')(2, 1, 0);
    const close = load('libc.so.6').func('int close(int fd)');
    parentPort.once('message', () => { close(fd); parentPort.close(); });
    parentPort.postMessage({ fd, inode: require('node:fs').fstatSync(fd).ino });`;
  const worker = new Worker(code, { eval: true });
  const holding = new Promise<{ fd: number; inode: number }>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const end = (): Promise<unknown> => {
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    worker.postMessage('end');
    return ended;
  };
  return { holding, end };
}
