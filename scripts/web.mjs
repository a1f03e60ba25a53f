// What browsers load: scripts and styles, minified, under names that change with their content, compressed beforehand.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Name as pages ask for it, and where it begins. */
const entries = {
  'theme.js': 'src/web/client/theme.ts',
  'app.js': 'src/web/client/app.ts',
  'map.js': 'src/web/client/map.ts',
  'listeners.js': 'src/web/client/listeners.ts',
  'knocks.js': 'src/web/client/knocks.ts',
  'atlas-search.js': 'src/web/client/atlas-search.ts',
  'style.css': 'src/web/look/style/index.css',
};

/**
 * Writes `OUT/NAME.HASH.EXT`, each with `.br` and `.gz` beside it, and `OUT/manifest.json` (name to file).
 * @returns the bundler's names of all inputs
 */
export async function bundleWeb(root, out) {
  mkdirSync(out, { recursive: true });
  const manifest = {};
  const inputs = [];
  for (const [name, entry] of Object.entries(entries)) {
    // Each is a file of its own, whole with all that it imports: what two share is small, another request is not.
    if (!existsSync(path.join(root, entry))) continue;
    const { outputFiles, metafile } = await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: path.join(out, name),
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      target: ['chrome109', 'firefox115', 'safari16.4'],
      minify: true,
      legalComments: 'none',
      charset: 'utf8',
      loader: { '.svg': 'dataurl' },
      metafile: true,
      logLevel: 'warning',
    });
    const main = outputFiles.find((file) => path.basename(file.path) === name);
    if (main === undefined) throw new Error(`The bundler made no ${name}`);
    const { name: stem, ext } = path.parse(name);
    const hash = createHash('sha256').update(main.contents).digest('hex').slice(0, 10);
    const file = `${stem}.${hash}${ext}`;
    manifest[name] = file;
    writeFileSync(path.join(out, file), main.contents);
    writeFileSync(path.join(out, `${file}.gz`), gzipSync(main.contents, { level: 9 }));
    writeFileSync(path.join(out, `${file}.br`), brotli(main.contents));
    inputs.push(...Object.keys(metafile.inputs));
  }
  writeFileSync(path.join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return inputs;
}

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
