// `npm start`: builds when needed, then shows this machine's overview (or whatever follows `--`).
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './fingerprint.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
if (!isBuilt(root)) {
  process.stderr.write('Building reeve (some seconds, only after a change) ...\n');
  await import('./build.mjs');
}
const { status } = spawnSync(
  process.execPath,
  [path.join(root, 'dist/reeve.cjs'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
// The overview's findings (1) and what it could not see (3) are answers, not failures of `npm start`.
process.exitCode = status === 1 || status === 2 || status === 3 ? 0 : (status ?? 5);
