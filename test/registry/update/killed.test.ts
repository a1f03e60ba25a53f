import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { checkTable } from '../../../src/registry/table/check.ts';
import { openTable } from '../../../src/registry/table/read.ts';
import { updateRegistry } from '../../../src/registry/update/update.ts';
import { packageRoot, temporaryFolder } from '../sandbox.ts';
import { syntheticCsv } from '../synthetic.ts';
import { serve, type TestServer } from './server.ts';

const folder = temporaryFolder();
const to = join(folder, 'registry.table');
const source = join(folder, 'new.csv');
const script = join(folder, 'update.mjs');
const children: ChildProcess[] = [];
let server: TestServer | null = null;

beforeAll(() => {
  buildSync({
    stdin: {
      contents: `import { updateRegistry } from './src/registry/update/update.ts';
        const [from, to] = process.argv.slice(2);
        process.stdout.write('started\\n');
        await updateRegistry({ from, to });
        process.stdout.write('done\\n');`,
      resolveDir: packageRoot,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
  });
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await server?.close();
  server = null;
});

async function start(from: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, from, to], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

/** Ends it, unless it has ended by itself meanwhile. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const rowsIn = (path: string): number => {
  const table = openTable(path);
  if (!table.ok) throw new Error(table.error);
  table.value.close();
  return table.value.meta.counts.records;
};

test('killed while it waits for the server: the old record stands, and the next update works', async () => {
  writeFileSync(source, syntheticCsv(11_000));
  await updateRegistry({ from: source, to });
  const before = readFileSync(to);
  server = await serve((_, response) => {
    response.writeHead(200);
    response.write(syntheticCsv(11_500).slice(0, 200_000));
  });
  const child = await start(server.url);
  await expect.poll(() => existsSync(`${to}.lock`), { timeout: 10_000 }).toBe(true);
  await kill(child);
  expect(readFileSync(to).equals(before)).toBe(true);
  expect(existsSync(`${to}.lock`)).toBe(true);
  await expect(updateRegistry({ from: source, to })).resolves.toMatchObject({ counts: { records: 11_000 } });
  expect(readdirSync(folder).filter((name) => name.startsWith('registry.table'))).toEqual(['registry.table']);
});

test('killed at any moment of reading, compiling and writing: the old record or the new one, never a part', async () => {
  const seen = new Set<number>();
  const rounds = 6;
  for (let round = 0; round < rounds; round++) {
    writeFileSync(source, syntheticCsv(11_000));
    const before = performance.now();
    await updateRegistry({ from: source, to });
    const whole = performance.now() - before;
    writeFileSync(source, syntheticCsv(11_500));
    const child = await start(source);
    await new Promise((resolve) => {
      setTimeout(resolve, (whole * 1.5 * round) / rounds);
    });
    await kill(child);
    expect(checkTable(to)).toEqual([]);
    seen.add(rowsIn(to));
  }
  for (const rows of seen) expect([11_000, 11_500]).toContain(rows);
  expect(seen).toContain(11_000);
});
