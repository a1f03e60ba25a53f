// `npm test`: brings what the suites need, builds, runs every test, and closes with a plain count
// taken from the runner's own report.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringPackages } from './debian-packages.mjs';
import { isBuilt } from './fingerprint.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
process.chdir(root);
bringPackages();
if (!isBuilt(root)) await import('./build.mjs');

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
