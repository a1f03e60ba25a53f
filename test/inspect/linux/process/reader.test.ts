import { copyFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { harmless } from '../../../../src/core/text.ts';
import { type ProcessFacts, processReader } from '../../../../src/inspect/linux/process/index.ts';
import { whileSame } from '../../../../src/inspect/linux/process/reader.ts';
import { asNobody, findProgram, isLinux, isRoot, stage } from './running.ts';

const { folder, start, startReady, end } = stage();
const read = (pid: number, detail: 'list' | 'full' = 'full'): ProcessFacts | null =>
  processReader({ detail }).read(pid);

const perl = findProgram('perl');
const python = findProgram('python3');

/** What a shell does to stay, without a child that outlives it. */
const stopped = 'kill -STOP $$';

/** A git work tree with a program file in it. */
function project(name: string, text: string): { readonly top: string; readonly file: string } {
  const top = folder();
  mkdirSync(join(top, '.git'));
  writeFileSync(join(top, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(join(top, name), text, { mode: 0o755 });
  return { top, file: join(top, name) };
}

const stat = (startTicks: number) => ({ pid: 9, ppid: 1, comm: 'x', state: 'S', ttyNr: 0, startTicks });

test('a pid that another process takes while it is read gives nothing', () => {
  const readings = (...all: readonly (ReturnType<typeof stat> | null)[]) => {
    const left = [...all];
    return () => left.shift() ?? null;
  };
  expect(whileSame(readings(stat(5), stat(5)), () => 'facts')).toBe('facts');
  expect(whileSame(readings(stat(5), stat(6)), () => 'facts')).toBeNull();
  expect(whileSame(readings(stat(5), null), () => 'facts')).toBeNull();
  expect(whileSame(readings(null, stat(5)), () => 'facts')).toBeNull();
});

describe.skipIf(!isLinux)('the facts of a process (needs Linux)', () => {
  test('of a plain program', () => {
    const cwd = folder();
    const pid = start('sleep', ['60', '--'], { cwd });
    const facts = read(pid);
    expect(facts).toMatchObject({
      pid,
      comm: 'sleep',
      exeDeleted: false,
      cmdline: ['sleep', '60', '--'],
      runs: null,
      cwd,
      uid: process.geteuid?.(),
      user: userInfo().username,
      tty: null,
      ppid: process.pid,
      foreignRoot: false,
      gitProject: null,
      sandbox: null,
    });
    expect(facts?.exe).toMatch(/\/(?:sleep|coreutils|busybox)$/);
    expect(facts?.exeFacts).toMatchObject({ ownerUid: 0, inWorldWritableFolder: false });
    expect(facts?.cgroupPath).toMatch(/^\//);
    expect(Math.abs(Date.parse(facts?.startedAt ?? '') - Date.now())).toBeLessThan(60_000);
    expect(facts).not.toHaveProperty('interpreter');
    expect(facts).not.toHaveProperty('titled');
  });

  test('its ancestors begin with us, and go up to the first process', () => {
    const facts = read(start('sleep', ['60']));
    expect(facts?.ancestry[0]?.pid).toBe(process.pid);
    expect(facts?.ancestry.some(({ pid }) => pid === process.ppid)).toBe(true);
    if (facts?.ancestryComplete === true)
      expect([0, 1]).toContain(read(facts.ancestry.at(-1)?.pid ?? 0)?.ppid ?? 0);
  });

  test('what only a full look asks for is left out of a list', () => {
    const facts = read(start('sleep', ['60']), 'list');
    expect(facts).not.toHaveProperty('loginUid');
    expect(facts?.exe).not.toBeNull();
  });

  test('a deleted program in a temporary folder', () => {
    const path = join(folder(), 'copy');
    copyFileSync(findProgram('sleep') ?? '', path);
    chmodSync(path, 0o4711);
    const pid = start(path, ['60']);
    rmSync(path);
    expect(read(pid)).toMatchObject({
      exe: path,
      exeDeleted: true,
      exeFacts: {
        ownerUid: process.geteuid?.(),
        mode: 0o4711,
        inWorldWritableFolder: path.startsWith('/tmp/'),
      },
    });
  });

  test('a removed working directory', () => {
    const cwd = folder();
    const pid = start('sleep', ['60'], { cwd });
    rmSync(cwd, { recursive: true });
    expect(read(pid)).toMatchObject({ cwd, cwdDeleted: true });
  });

  test('a hostile command line comes whole and is made harmless only where it is shown', () => {
    const hostile = ['\x1b]0;owned\x07', 'line\nbreak', '\u202eexe.txt', 'x'.repeat(100_000), ''];
    const pid = start('sh', ['-c', stopped, ...hostile], { argv0: '\x1b[2Jsh' });
    const facts = read(pid);
    expect(facts?.cmdline).toEqual(['\x1b[2Jsh', '-c', stopped, ...hostile]);
    expect(harmless(facts?.cmdline?.join(' ') ?? '')).not.toMatch(/[\x00-\x1f\x7f\u202e]/);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  test('a process that is gone is null, and one that never was', async () => {
    const pid = start('sleep', ['60']);
    await end(pid);
    expect([read(pid), read(0), read(4_194_305), read(-1)]).toEqual([null, null, null, null]);
  });

  test('many that end while they are read are whole or null, and nothing throws', async () => {
    const pids = Array.from({ length: 12 }, () => start('sh', ['-c', 'sleep 0.05; exit']));
    const until = Date.now() + 300;
    let whole = 0;
    while (Date.now() < until) {
      const reader = processReader({ detail: 'full' });
      for (const pid of pids) {
        const facts = reader.read(pid);
        if (facts === null) continue;
        expect(facts.ppid).toBe(process.pid);
        whole += facts.exe === null ? 0 : 1;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(whole).toBeGreaterThan(0);
    expect(pids.map((pid) => read(pid)?.exe ?? null)).toEqual(pids.map(() => null));
  });

  test('one reader reads a process once', async () => {
    const pid = start('sleep', ['60']);
    const reader = processReader({ detail: 'list' });
    const facts = reader.read(pid);
    await end(pid);
    expect(reader.read(pid)).toBe(facts);
  });
});

describe.skipIf(!isLinux)('the facts of an interpreter (needs Linux)', () => {
  test('a node script in a git work tree', async () => {
    const { top } = project('server.js', 'console.log("ready"); setInterval(() => {}, 1000);');
    const pid = await startReady(process.execPath, ['--no-warnings', 'server.js'], { cwd: top });
    expect(read(pid)).toMatchObject({
      interpreter: 'node',
      runs: 'server.js',
      runsFile: join(top, 'server.js'),
      gitProject: top,
      cwd: top,
    });
  });

  test('a shell script started by its first line', () => {
    const { file } = project('serve', `#!/bin/sh\n${stopped}\n`);
    const pid = start(file, ['x']);
    expect(read(pid)).toMatchObject({ interpreter: 'shell', runs: file, runsFile: file });
  });

  test.skipIf(python === null)('a Python module (needs python3)', () => {
    const pid = start(python ?? '', ['-m', 'http.server', '--bind', '127.0.0.1', '0']);
    // A version manager's shim needs a moment to become the interpreter.
    return expect
      .poll(() => read(pid), { timeout: 10_000 })
      .toMatchObject({
        interpreter: 'python',
        runs: 'http.server',
      });
  });

  test.skipIf(perl === null)('a rewritten title is one word (needs perl)', async () => {
    const code = '$0 = "myserver: worker 3 [idle]"; $| = 1; print "ready\\n"; sleep 60';
    const pid = await startReady(perl ?? '', ['-e', code, 'some', 'more', 'words', 'to', 'write', 'over']);
    expect(read(pid)).toMatchObject({
      titled: true,
      cmdline: ['myserver: worker 3 [idle]'],
      interpreter: 'perl',
      runs: null,
    });
  });

  test('a hostile name is told as it is', async () => {
    const code = [
      'const { writeFileSync } = require("node:fs");',
      'writeFileSync("/proc/self/comm", ") R 1\\n\\x1b[2J");',
      'console.log("ready"); setInterval(() => {}, 1000);',
    ].join('');
    const pid = await startReady(process.execPath, ['-e', code]);
    const facts = read(pid);
    expect(facts).toMatchObject({ comm: ') R 1\n\x1b[2J', ppid: process.pid, runs: 'inline code' });
    expect(harmless(facts?.comm ?? '')).toBe(') R 1\\x0a\\x1b[2J');
  });
});

describe.skipIf(!isLinux || !isRoot)('as nobody (needs root to become nobody)', () => {
  test('what is hidden is null, the rest is told', () => {
    const pid = start('sleep', ['60']);
    const facts = asNobody(() => read(pid));
    expect(facts).toMatchObject({
      comm: 'sleep',
      exe: null,
      exeDeleted: null,
      exeFacts: null,
      cwd: null,
      gitProject: null,
      cmdline: ['sleep', '60'],
      uid: 0,
      user: 'root',
    });
    expect(facts?.startedAt).toMatch(/Z$/);
    expect(facts?.ancestry[0]?.pid).toBe(process.pid);
  });

  test('an own process is seen whole', () => {
    const pid = start('sleep', ['60'], { uid: 65_534, gid: 65_534 });
    expect(asNobody(() => read(pid))).toMatchObject({ exeDeleted: false, uid: 65_534, user: 'nobody' });
  });

  test('an interpreter whose executable is hidden is known by its command line', async () => {
    const { file } = project('server.js', 'console.log("ready"); setInterval(() => {}, 1000);');
    const pid = await startReady(process.execPath, [file]);
    expect(asNobody(() => read(pid))).toMatchObject({ exe: null, interpreter: 'node', runs: file });
  });
});
