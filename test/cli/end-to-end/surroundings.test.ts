import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { errorDocument } from '../../../src/contract/small.ts';
import { width } from '../../../src/cli/render/text.ts';
import { has } from '../../system/servers.ts';
import { entry, reeve, reeveJson } from './reeve.ts';
import { Started } from './started.ts';

const started = new Started();
afterAll(() => started.stop());

const isRoot = process.geteuid?.() === 0;
const answers = [0, 1, 2, 3];
const commands = [
  [],
  ['ls'],
  ['443'],
  ['443', '--json'],
  ['find', 'http'],
  ['next'],
  ['registry', 'status'],
  ['--help'],
];
const trace = /\bat .*:\d+:\d+|node:internal|\[INTERNAL\]/;

/** Runs `reeve` by a shell, in which the script's `"$@"` is the command line. */
const byShell = (script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const words = ['-c', script, 'sh', process.execPath, entry, ...args];
  const { status, stdout, stderr } = spawnSync('/bin/sh', words, {
    encoding: 'utf8',
    cwd: started.folder,
    timeout: 30_000,
    env: { ...process.env, COLUMNS: '80', ...env },
  });
  return { status, out: stdout, err: stderr };
};

describe.each(commands.map((args) => [args.join(' '), args] as const))('reeve %s', (_, args) => {
  const usual = expect.toBeOneOf(answers) as unknown;

  test.each([
    ['its output closed', '"$@" >&-'],
    ['its errors closed', '"$@" 2>&-'],
    ['its input closed', '"$@" <&-'],
    ['its folder gone', 'mkdir gone; cd gone; rmdir ../gone; "$@"'],
    ['no environment at all', 'exec env -i "$@"'],
    ['no programs to ask', 'PATH=/nonexistent; "$@"'],
  ])('with %s', (_case, script) => {
    const { status, err } = byShell(script, args);
    expect({ status, err }).toEqual({ status: usual, err: '' });
  });

  test('with a full disk behind its output', () => {
    expect(byShell('"$@" > /dev/full', args)).toEqual({
      status: 5,
      out: '',
      err: expect.stringMatching(/^reeve: The answer could not be written: ENOSPC.*\n$/) as unknown,
    });
  });

  test.skipIf(!isRoot || !has('/usr/bin/setpriv'))(
    'as a user that nobody knows, without a home (needs root, setpriv)',
    () => {
      const script = 'cd /; exec setpriv --reuid 54321 --regid 54321 --clear-groups env -i "$@"';
      const { status, out, err } = byShell(script, args);
      expect({ status, err }).toEqual({ status: usual, err: '' });
      expect(out).not.toMatch(trace);
    },
  );

  test.each([
    { LANG: 'C', LC_ALL: 'C' },
    { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' },
    { LC_ALL: 'nonsense' },
    { TZ: 'nonsense' },
    { TERM: '' },
    { COLUMNS: '-5' },
    { COLUMNS: '1e400' },
    { NODE_OPTIONS: '--max-old-space-size=64' },
  ])('with %j', (env) => {
    expect(reeve(args, { env })).toMatchObject({
      status: usual,
      err: '',
      out: expect.not.stringMatching(trace) as unknown,
    });
  });

  test('in 20 columns it takes 40, the least it needs', () => {
    // Help is laid out by Commander, which gives up below that.
    if (args.includes('--json') || args.includes('--help')) return;
    const lines = reeve(args, { env: { COLUMNS: '20' } }).out.split('\n');
    const long = lines.filter((line) => width(line) > 40 && !/https?:\/\//.test(line));
    expect(long).toEqual([]);
  });
});

test('figures and words do not change with the language', () => {
  const plain = reeve(['registry', 'status']).out;
  expect(reeve(['registry', 'status'], { env: { LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' } }).out).toBe(
    plain,
  );
});

test.skipIf(!has('/usr/bin/script'))(
  'a terminal that is dumb gets no colour (skipped: script is not installed)',
  () => {
    const at = (term: string): string =>
      byShell('exec script -qec "$1 $2 22" /dev/null', [], { TERM: term, NO_COLOR: '', FORCE_COLOR: '' }).out;
    expect(at('dumb')).not.toContain('\u001B');
    expect(at('xterm')).toContain('\u001B[1m');
  },
);

describe('REEVE_DEBUG=1', () => {
  const env = { REEVE_DEBUG: '1' };

  test('changes nothing where nothing failed', () => {
    expect(reeve(['registry', 'status'], { env })).toEqual(reeve(['registry', 'status']));
  });

  test('adds where it failed and why, line by line', () => {
    const { status, err } = reeve(['check', '--policy', '/nonexistent'], { env });
    expect(status).toBe(4);
    expect(err).toMatch(/^reeve: .*\[FILE_UNREADABLE\]\nReeveError: .*\n {4}at /);
    expect(err).toMatch(/\nError: ENOENT/);
    expect(reeve(['70000'], { env }).err).not.toContain('undefined');
  });
});

test('wrong usage with --json is a document too', () => {
  for (const args of [
    ['ls', '--nonsense'],
    ['find'],
    ['next', '-n', 'x'],
    ['free'],
    ['registry', 'nonsense'],
  ]) {
    const { status, document } = reeveJson(args);
    expect(errorDocument.parse(document)).toMatchObject({ code: 'USAGE', exitCode: 4 });
    expect(status).toBe(4);
  }
});

test('it runs by its own name, through a link, from a folder that is not its own', () => {
  const link = path.join(started.folder, 'r');
  writeFileSync(link, `#!/bin/sh\nexec "${entry}" "$@"\n`);
  chmodSync(link, 0o755);
  expect(spawnSync(link, ['--version'], { encoding: 'utf8', cwd: '/' }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
