import { buildRegistryData } from './build.ts';

/** `node <bundle> <package root> <out folder>`: what `scripts/build.mjs` runs. */
const [packageRoot, outDir] = process.argv.slice(2);
if (packageRoot === undefined || outDir === undefined) {
  process.stderr.write('usage: build-main <package root> <out folder>\n');
  process.exitCode = 4;
} else {
  const { records, dossiers, warnings } = buildRegistryData(outDir, { packageRoot });
  for (const warning of warnings) process.stderr.write(`registry: ${warning}\n`);
  process.stderr.write(`registry: ${records} records, ${dossiers} dossiers\n`);
}
