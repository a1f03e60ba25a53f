import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HolderAnswer } from '../../../../src/inspect/linux/owners/index.ts';
import { bpfHere } from '../../../sys/bpf-here.ts';
import { hasPerl, play, type Scene } from './scenes.ts';

/*
 * What may be seen depends on who looks, so these look from processes of their own: another user, other
 * capabilities, another pid namespace, another mount of /proc.
 */
const repository = join(import.meta.dirname, '../../../..');
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const withBpf = [...nobody, '--inh-caps=+bpf,+perfmon', '--ambient-caps=+bpf,+perfmon'];
const ownPids = ['unshare', '--pid', '--fork', '--mount-proc'];

const program = `
  import { findHolders } from ${JSON.stringify(join(repository, 'src/inspect/linux/owners/index.ts'))};
  import { openOwnSocket } from ${JSON.stringify(join(repository, 'src/sys/own-socket.ts'))};
  const { query, inodes } = JSON.parse(process.argv[2]);
  const own = openOwnSocket();
  const sockets = [own.inode, ...inodes].map((inode) => ({ inode, cgroupId: null }));
  try {
    const { holders, ...rest } = findHolders({ sockets, ...query });
    const list = [...holders].map(([inode, all]) => [inode === own.inode ? 'own' : inode, all]);
    console.log(JSON.stringify({ pid: process.pid, fd: own.fd, holders: list, ...rest }));
  } catch (error) {
    console.log(JSON.stringify({ code: error.code, message: error.message }));
  }`;

interface Seen extends Omit<HolderAnswer, 'holders'> {
  readonly pid: number;
  readonly fd: number;
  readonly holders: readonly (readonly [number | 'own', readonly { pid: number; fd: number }[]])[];
  readonly code?: string;
  readonly message?: string;
}

let place = '';
let scene: Scene | undefined;

function look(as: readonly string[], query: object, inodes: Iterable<number> = []): Seen {
  const words = [
    ...as,
    process.execPath,
    join(place, 'look.mjs'),
    JSON.stringify({ query, inodes: [...inodes] }),
  ];
  const [command = '', ...rest] = words;
  const { stdout, stderr } = spawnSync(command, rest, {
    encoding: 'utf8',
    env: { ...process.env, NODE_PATH: join(repository, 'node_modules'), XDG_CACHE_HOME: place },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Seen;
}

const runs = (words: readonly string[]): boolean => {
  const [command = '', ...rest] = words;
  return spawnSync(command, rest).status === 0;
};

const canBecome = process.platform === 'linux' && process.geteuid?.() === 0 && hasPerl;
// Somebody else must be able to read Node and the checkout.
const nobodyCan =
  canBecome &&
  runs([
    ...nobody,
    process.execPath,
    '-e',
    `require(${JSON.stringify(join(repository, 'node_modules/koffi'))})`,
  ]);

describe.skipIf(!nobodyCan)(
  'what others see (skipped without root, setpriv, or a checkout that others can read)',
  () => {
    beforeAll(() => {
      place = mkdtempSync(join(tmpdir(), 'reeve-sight-'));
      chmodSync(place, 0o755);
      writeFileSync(join(place, 'look.ts'), program);
      const entryPoints = [join(place, 'look.ts')];
      buildSync({
        entryPoints,
        bundle: true,
        platform: 'node',
        format: 'esm',
        outfile: join(place, 'look.mjs'),
      });
    });
    afterAll(() => rmSync(place, { recursive: true, force: true }));
    afterEach(async () => {
      await scene?.end();
      scene = undefined;
    });

    test('nobody sees only what is nobody’s, and says how much stayed hidden', async () => {
      scene = await play('forked workers share a listening socket');
      const seen = look(nobody, {}, scene.holders.keys());
      expect(seen.holders).toEqual([['own', [{ pid: seen.pid, fd: seen.fd }]]]);
      expect(seen).toMatchObject({ method: 'walk', complete: false });
      expect(seen.processes.hidden).toBeGreaterThanOrEqual(4);
      expect(seen.notes.join()).toMatch(/processes could not be read.*CAP_SYS_PTRACE/);
      expect(seen.notes.join()).not.toMatch(/BPF/);
    });

    test('nobody who asks for BPF is told that it is not permitted', () => {
      expect(look(nobody, { method: 'bpf' })).toMatchObject({ code: 'NOT_PERMITTED' });
    });

    test.skipIf(!bpfHere() || !runs([...withBpf, 'true']))(
      'nobody with CAP_BPF and CAP_PERFMON sees the holders of root (skipped without BPF)',
      async () => {
        scene = await play('forked workers share a listening socket');
        const seen = look(withBpf, {}, scene.holders.keys());
        expect(seen.method).toBe('bpf');
        const others = seen.holders.filter(([inode]) => inode !== 'own');
        expect(new Map(others)).toEqual(scene.holders);
      },
    );

    test.skipIf(!canBecome || !runs([...ownPids, 'true']))(
      'in a pid namespace of its own the rest of the machine is unknown (skipped without namespaces)',
      async () => {
        scene = await play('forked workers share a listening socket');
        const seen = look(ownPids, {}, scene.holders.keys());
        expect(seen.holders).toEqual([['own', [{ pid: seen.pid, fd: seen.fd }]]]);
        expect(seen).toMatchObject({ method: 'walk', complete: false, processes: { hidden: null } });
        expect(seen.notes.join()).toMatch(/pid namespace of its own/);
        expect(look(ownPids, { method: 'bpf' }).message).toMatch(/another pid namespace/);
      },
    );

    test.skipIf(!runs(['unshare', '--mount', 'sh', '-c', 'mount -t proc -o hidepid=2 proc /proc']))(
      'under hidepid the hidden cannot be counted (skipped where /proc cannot be mounted)',
      () => {
        const mounted = 'mount -t proc -o hidepid=2 proc /proc && exec "$@"';
        const hidden = look(['unshare', '--mount', 'sh', '-c', mounted, 'sh', ...nobody], {});
        expect(hidden).toMatchObject({ method: 'walk', complete: false, processes: { hidden: null } });
        expect(hidden.notes.join()).toMatch(/hidepid/);
        const open = look(['unshare', '--mount', 'sh', '-c', mounted, 'sh'], { method: 'walk' });
        expect(open.notes.join()).not.toMatch(/hidepid/);
      },
    );
  },
);
