import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { canMakeNamespaces } from '../../../sys/namespace-child.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const canMakeUsers = canMakeNamespaces && spawnSync('unshare', ['-U', '-r', 'true']).status === 0;

test.skipIf(!canMakeUsers)(
  'root of a user namespace is not shut out of the network it came from (needs unshare -U)',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'reeve-userns-'));
    try {
      const outfile = path.join(folder, 'list.mjs');
      const entry = path.join(root, 'test/fixtures/list-in-user-namespace.ts');
      buildSync({
        entryPoints: [entry],
        outfile,
        bundle: true,
        platform: 'node',
        format: 'esm',
        external: ['koffi'],
      });
      const env = { ...process.env, NODE_PATH: path.join(root, 'node_modules') };
      const { stdout, stderr } = spawnSync('unshare', ['-U', '-r', process.execPath, outfile], {
        encoding: 'utf8',
        env,
        timeout: 30_000,
      });
      expect(stderr).toBe('');
      const answer = JSON.parse(stdout) as { notes: string[] };
      expect(answer).toMatchObject({ stayed: true, moved: true, found: 1, method: 'netlink' });
      expect(answer.notes.join('\n')).toContain('could only be read from /proc');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
