// `npm run fuzz [filter]`: every property of the unit tests with 100,000 cases each, those of decoders with 1,000,000.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(path.resolve(fileURLToPath(import.meta.url), '../..'));
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'unit',
    '--testTimeout=1800000',
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', env: { ...process.env, REEVE_FUZZ: '1' } },
);
process.exitCode = status ?? 1;
