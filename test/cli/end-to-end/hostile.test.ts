import { chmodSync, copyFileSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { width } from '../../../src/cli/render/text.ts';
import { checkDocument } from '../../../src/contract/check.ts';
import { listenersDocument } from '../../../src/contract/listeners.ts';
import { portDocument } from '../../../src/contract/port.ts';
import { freeDocument } from '../../../src/contract/small.ts';
import { Machine, mayMakeMachines } from './machine.ts';
import { entry } from './reeve.ts';
import { type Listening, python } from './started.ts';

const bytes = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));
const decoded = (name: Buffer): string => new TextDecoder().decode(name);

/** A title, a screen cleared, a colour in one byte and in two, lines broken, text turned round, bytes of no text. */
const folderName = bytes('\u001B]0;owned\u0007\n\u202E\u2066 folder', 0xff);
const programName = bytes('\u001B[2J\r\n\u202Eevil\u009B31m ', 0x9b, '31m\u200B', 0xc3);
const scriptName = bytes('\u001B[1;1H\u0000'.slice(0, 6), '\b\b\b\u2028script\u061C', 0xfe, '.py');
const secrets = ['hunter2hunter2', 't0psecrett0psecret'] as const;
const words: readonly Buffer[] = [
  bytes('8080'),
  bytes('\u001B[31mred\u001B[0m\u001B]8;;http://127.0.0.1/\u0007link\u001B]8;;\u0007'),
  bytes('one\ntwo\r\nthree\tfour\u0085five'),
  bytes('\u202Egnp.exe\u2069'),
  bytes(0xff, 0xfe, 0x9b, 0x90, 0xc0, 0x80),
  bytes('日本語', 'е\u0301'.repeat(400), '👩‍👩‍👧'),
  bytes('x'.repeat(100_000)),
  bytes(`--password=${secrets[0]}`),
  bytes(''),
  bytes('--token'),
  bytes(secrets[1]),
];

const launcher = `import os,sys
folder,*words=[bytes.fromhex(word) for word in open(sys.argv[1])]
program=os.fsencode(sys.argv[3]) if len(sys.argv)>3 else words[0]
words[2]=sys.argv[2].encode()
os.chdir(folder)
os.environb[b'PYTHONHOME']=b'/usr'
os.execv(program,words)`;

const script = `import os,socket,sys,time
s=socket.socket(); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1); s.bind(('0.0.0.0',int(sys.argv[1]))); s.listen()
print(sys.argv[1],os.getpid(),flush=True); time.sleep(600)`;

describe.skipIf(!mayMakeMachines)('hostile names (skipped: needs root on Linux)', () => {
  const machine = new Machine();
  const within = (...names: readonly Buffer[]): Buffer =>
    Buffer.concat([bytes(machine.started.folder), ...names.flatMap((name) => [bytes('/'), name])]);
  const folder = within(folderName);
  const program = within(folderName, programName);
  const file = within(folderName, scriptName);
  const cmdline = [program, file, ...words];
  const policy = path.join(machine.started.folder, 'ports.yaml');
  let server: Listening;

  beforeAll(async () => {
    await machine.boot();
    mkdirSync(folder);
    copyFileSync(realpathSync(python), program);
    chmodSync(program, 0o755);
    writeFileSync(file, script);
    // An argument holds 128 KiB at the most, and written as hexadecimals these would be longer.
    const list = path.join(machine.started.folder, 'words');
    writeFileSync(list, [folder, program, file, ...words].map((word) => word.toString('hex')).join('\n'));
    server = await machine.listening(python, ['-c', launcher, list, '8080']);
    // The same with an interpreter that is known: then the name of the script stands for it.
    await machine.listening(python, ['-c', launcher, list, '8081', python]);
    expect([0, 3]).toContain(machine.reeve(['learn', '-o', policy]).status);
  });
  afterAll(() => machine.stop());

  const asText = [
    ['8080'],
    ['8080', '--story', '--unredacted'],
    ['8080', '--how'],
    [],
    ['ls'],
    ['ls', '--all', '--sort', 'program'],
    ['check', '--policy', policy],
    ['check', '--policy', '/dev/null/\u001B[2J\u202E'],
    ['free', '8080', '--dry-run'],
    ['free', '8080'],
    ['next', '--near', '8080'],
    ['\u001B[2J\u202E8080'],
    ['find', '\u001B]0;owned\u0007\u202E'],
    ['learn', '-o', '-'],
    ['learn', '-o', policy],
    ['\u001B[2J', '--\u001B[2J'],
    ['ls', '--\u001B[2J\u009B'],
    ['registry', 'update', '--from', '/\u001B[2J\u202E'],
  ];

  const surroundings: readonly Readonly<Record<string, string>>[] = [
    {},
    { FORCE_COLOR: '1', COLUMNS: '60' },
    { FORCE_COLOR: '1', COLUMNS: '130', LANG: 'C', REEVE_DEBUG: '1' },
  ];

  describe.each(surroundings)('with %j', (env) => {
    test.each(asText)('reeve %j %j %j %j: nothing raw reaches the terminal', (...args) => {
      const { out, err, status } = machine.reeve(args.filter(isText), env);
      expect(status).not.toBe(null);
      expect(`${out}${err}`).not.toBe('');
      for (const text of [out, err]) expect(rawIn(text, env['FORCE_COLOR'] === '1')).toEqual([]);
    });

    test.each(asText.slice(0, 7))('reeve %j %j %j %j: every line fits', (...args) => {
      const columns = Number(env['COLUMNS'] ?? 80);
      const { out } = machine.reeve(args.filter(isText), env);
      const lines = withoutColour(out).split('\n');
      expect(lines.filter((line) => width(line) > columns && !/^\s*https?:\/\//.test(line))).toEqual([]);
    });
  });

  test.each([
    ['8080', '--json'],
    ['ls', '--json'],
    ['--json'],
    ['free', '8080', '--dry-run', '--json'],
    ['check', '--policy', policy, '--json'],
  ])('reeve %j %j %j %j %j: the document is harmless too', (...args) => {
    const { out, err } = machine.reeve(args.filter(isText), { FORCE_COLOR: '1' });
    expect({ raw: rawIn(out, false), err }).toEqual({ raw: [], err: '' });
  });

  test('documents hold every name as it is, bytes of no text as U+FFFD', () => {
    const port = portDocument.parse(JSON.parse(machine.reeve(['8080', '--json', '--unredacted']).out));
    const owner = port.holders[0]?.owners[0];
    expect(owner).toMatchObject({ pid: server.pid, exe: decoded(program), cwd: decoded(folder) });
    expect(owner?.cmdline).toEqual(cmdline.map(decoded));
    expect(owner?.comm).toBe(decoded(programName.subarray(0, 15)));
    const list = listenersDocument.parse(JSON.parse(machine.reeve(['ls', '--json', '--unredacted']).out));
    expect(list.listeners[0]?.owners[0]?.cmdline).toEqual(cmdline.map(decoded));
    expect(list.listeners[1]).toMatchObject({
      port: 8081,
      owners: [{ runs: decoded(file), exe: realpathSync(python) }],
    });
    const free = JSON.parse(machine.reeve(['free', '8080', '--dry-run', '--json']).out) as unknown;
    expect(freeDocument.parse(free).holders).toMatchObject([{ pids: [server.pid] }]);
  });

  test('a policy with these names says what runs', () => {
    expect(rawIn(readFileSync(policy, 'utf8'), false)).toEqual([]);
    const { status, out } = machine.reeve(['check', '--policy', policy, '--json']);
    expect(status).toBe(0);
    expect(checkDocument.parse(JSON.parse(out))).toMatchObject({ differences: [], couldNotTell: [] });
  });

  test('a long command line does not flood the page', () => {
    expect(machine.reeve(['8080']).out.length).toBeLessThan(10_000);
    expect(machine.reeve(['free', '8080', '--dry-run']).out.length).toBeLessThan(10_000);
  });

  test('what looks like a secret is shown only where that was asked for', () => {
    for (const args of [...asText.slice(2, 11), ['8080', '--json'], ['ls', '--json'], ['--json']]) {
      const { out, err } = machine.reeve(args);
      for (const secret of secrets) expect(`${out}${err}`, args.join(' ')).not.toContain(secret);
    }
    for (const args of [['8080', '--json'], ['ls', '--json'], ['--json']]) {
      const { out } = machine.reeve([...args, '--unredacted']);
      for (const secret of secrets) expect(out).toContain(secret);
    }
  });

  test('changes are told without what would harm', () => {
    // It ends while reeve watches: 1 s after it began, and 3 s before it is interrupted.
    const watch = `timeout -s INT 4 "$0" "$1" ls --watch 0.2 --json >&2 & (sleep 1; kill -9 ${server.pid}) &
      exec timeout --preserve-status -s INT 4 "$0" "$1" ls --watch 0.2`;
    const { status, out, err } = machine.run('/bin/sh', ['-c', watch, process.execPath, entry]);
    expect({ status, raw: [...rawIn(out, false), ...rawIn(err, false)] }).toEqual({ status: 0, raw: [] });
    expect(out).toMatch(/- closed +8080\/tcp on 0\.0\.0\.0 by /);
    expect(JSON.parse(err)).toMatchObject({ kind: 'closed', listener: { port: 8080 } });
  });
});

const isText = (word: unknown): word is string => typeof word === 'string';

// The codes that reeve itself writes (src/cli/render/style.ts).
const ownColours = /\u001B\[(?:1|2|4|22|24|3[1-6]|39)m/g;
const withoutColour = (text: string): string => text.replace(ownColours, '');

/** What a terminal would obey or not show: controls but line feeds, marks that turn or hide text. */
const rawIn = (text: string, coloured: boolean): readonly string[] => {
  const unsafe = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu;
  return (coloured ? withoutColour(text) : text).match(unsafe) ?? [];
};
