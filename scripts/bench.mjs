// `npm run bench -- NAME`: builds, bundles bench/NAME.ts and runs it. Benchmarks are not tests: they print ratios.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bringPackages } from './debian-packages.mjs';
import { isBuilt } from './fingerprint.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const [name = '', ...rest] = process.argv.slice(2);
const names = readdirSync(path.join(root, 'bench')).flatMap(
  (file) => /^(\w+)\.bench\.ts$/.exec(file)?.[1] ?? [],
);
const entry = path.join(root, `bench/${name}.bench.ts`);
if (!existsSync(entry)) {
  process.stderr.write(`Usage: npm run bench -- ${names.join('|')}\n`);
  process.exit(4);
}
bringPackages();
// Only this one needs it, and it brings a mail server along.
if (name === 'logs') bringPackages({ psad: '/usr/sbin/psad' });
if (!isBuilt(root)) await import('./build.mjs');
const scratch = mkdtempSync(path.join(root, '.bench-'));
try {
  const outfile = path.join(scratch, `${name}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: ['esbuild', 'koffi', 'libsql', 'playwright-core'],
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'warning',
  });
  const { status } = spawnSync(process.execPath, [outfile, ...rest], { stdio: 'inherit', cwd: root });
  process.exitCode = status ?? 5;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
