// `npm test`: brings what the suites need, builds, runs every test, and closes with a plain count
// taken from the runner's own report.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringPackages } from './debian-packages.mjs';
import { isBuilt } from './fingerprint.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
process.chdir(root);

// The suites that run as nobody must be able to read the checkout. Where root has it in a folder of its own (a temporary
// clone), a copy that all may read is tested in its place.
if (process.getuid?.() === 0 && !readableByAll(root)) process.exit(testCopy());

bringPackages();
if (!isBuilt(root)) await import('./build.mjs');

function readableByAll(folder) {
  for (let place = folder; ; place = path.dirname(place)) {
    if ((statSync(place).mode & 0o005) !== 0o005) return false;
    if (place === path.dirname(place)) return true;
  }
}

function testCopy() {
  const place = mkdtempSync(path.join('/tmp', 'reeve-checkout-'));
  try {
    chmodSync(place, 0o755);
    const copy = path.join(place, 'main');
    cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
    const shared = path.join(root, '../shared');
    if (existsSync(shared)) symlinkSync(realpathSync(shared), path.join(place, 'shared'));
    const args = [path.join(copy, 'scripts/test.mjs'), ...process.argv.slice(2)];
    return spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const report = path.join(root, 'test-results/report.json');
mkdirSync(path.dirname(report), { recursive: true });
rmSync(report, { force: true });
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);

if (!existsSync(report)) {
  process.stderr.write('The test runner left no report.\n');
  process.exit(run.status || 1);
}
const counts = JSON.parse(readFileSync(report, 'utf8'));
const skipped = counts.numPendingTests + counts.numTodoTests;
// A suite that fails before its first test fails no test: count it, or a broken file would look green.
const brokenSuites = counts.testResults.filter(
  (suite) => suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed'),
).length;
process.stdout.write(
  `\n${counts.numPassedTests} passed, ${counts.numFailedTests + brokenSuites} failed, ${skipped} skipped\n`,
);
process.exitCode = run.status ?? 1;
