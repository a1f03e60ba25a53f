import { execFileSync } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkDocument } from '../../../src/contract/check.ts';
import { errorDocument } from '../../../src/contract/small.ts';
import { Machine, mayMakeMachines } from './machine.ts';
import { entry, reeve, reeveJson } from './reeve.ts';
import { type Listening, Started } from './started.ts';

describe.skipIf(!mayMakeMachines)(
  'learn and check on a machine of their own (skipped: needs root on Linux)',
  () => {
    let machine: Machine;
    let server: Listening;
    let policy: string;

    beforeEach(async () => {
      machine = new Machine();
      await machine.boot();
      server = await machine.listener('--port', '8080');
      policy = path.join(machine.started.folder, 'ports.yaml');
      const { status, out, err } = machine.reeve(['learn', '-o', policy], { COLUMNS: '500' });
      expect({ status, out }).toEqual({ status: 0, out: '' });
      expect(err).toMatch(
        new RegExp(`^Wrote ${policy} with 1 listener\\..*reeve check --policy ${policy}\n$`),
      );
    });
    afterEach(() => machine.stop());

    const check = () => machine.reeve(['check', '--policy', policy]);
    const checkJson = () => {
      const { status, out } = machine.reeve(['check', '--policy', policy, '--json']);
      return { status, ...checkDocument.parse(JSON.parse(out)) };
    };
    /** The lines of an entry, from 1. */
    const lineOf = (port: number): number =>
      readFileSync(policy, 'utf8')
        .split('\n')
        .findIndex((line) => line === `  - port: ${port}`) + 1;

    test('what was learned is so', () => {
      expect(readFileSync(policy, 'utf8')).toMatch(
        /\nlisteners:\n(?:  #.*\n)?  - port: 8080\n    protocol: tcp\n    scope: loopback\n    program: .*\n    runs: .*listener\.py\n/,
      );
      expect(check()).toMatchObject({
        status: 0,
        err: '',
        out: expect.stringMatching(new RegExp(`^1 listener, all as ${policy}\\s+says\\.`)) as unknown,
      });
      expect(checkJson()).toMatchObject({ status: 0, policy, differences: [], couldNotTell: [] });
    });

    test('the same program under a new pid is no difference', async () => {
      machine.end(server);
      const again = await machine.listener('--port', '8080', '--workers', '1');
      expect(again.pid).not.toBe(server.pid);
      expect(checkJson()).toMatchObject({ status: 0, differences: [], couldNotTell: [] });
    });

    test('another program on the same port is told as replaced, with both', async () => {
      machine.end(server);
      await machine.listening(process.execPath, [
        '-e',
        `require('node:net').createServer().listen(8080, '127.0.0.1', () => console.log(8080, process.pid))`,
      ]);
      const { status, differences } = checkJson();
      expect(status).toBe(1);
      expect(differences).toMatchObject([
        { kind: 'replaced', protocol: 'tcp', port: 8080, scope: 'loopback', line: lineOf(8080) },
      ]);
      const program = differences[0]?.fields.find(({ field }) => field === 'program');
      expect(program).toMatchObject({
        wanted: expect.stringContaining('python') as unknown,
        found: process.execPath,
      });
      const { out } = check();
      expect(out).toMatch(/^▲ replaced: 8080\/tcp/);
      expect(out.replace(/\s+/g, ' ')).toContain(`(${policy}:${lineOf(8080)})`);
    });

    test('new, gone and wider: unexpected, missing and scope', async () => {
      await machine.listener('--udp', '--port', '5353');
      expect(checkJson()).toMatchObject({
        status: 1,
        differences: [{ kind: 'unexpected', protocol: 'udp', port: 5353, line: null }],
      });
      machine.end(server);
      const { differences } = checkJson();
      expect(differences.map(({ kind, port }) => [kind, port])).toEqual([
        ['missing', 8080],
        ['unexpected', 5353],
      ]);
      await machine.listener('--port', '8080', '--host', '0.0.0.0');
      expect(checkJson().differences).toMatchObject([
        { kind: 'scope', port: 8080, direction: 'widened', line: lineOf(8080) },
        { kind: 'unexpected' },
      ]);
    });

    test('a policy on standard output is the same policy', () => {
      const { status, out, err } = machine.reeve(['learn', '-o', '-']);
      expect({ status, err, out }).toEqual({ status: 0, err: '', out: readFileSync(policy, 'utf8') });
    });

    test('an edited policy counts, not what was learned', () => {
      writeFileSync(policy, 'version: 1\nlisteners:\n  - port: 8000-9000\n    program: /usr/bin/python*\n');
      expect(check().status).toBe(0);
      writeFileSync(policy, 'version: 1\nlisteners: []\nignore:\n  - port: 8080\n    why: ours\n');
      expect(check().status).toBe(0);
      writeFileSync(policy, 'version: 1\n');
      expect(check().status).toBe(1);
    });
  },
);

describe('a policy file that is not right', () => {
  let started: Started;
  let file: string;
  beforeEach(() => {
    started = new Started();
    file = path.join(started.folder, 'ports.yaml');
  });
  afterEach(() => started.stop());

  test.each([
    ['version: 1\nlisteners:\n  - prot: 80\n', 3, 5, /prot/],
    ['version: 1\nlisteners:\n  - port: 80000\n', 3, 11, /0 to 65535/],
    ['version: 1\nlisteners:\n\t- port: 80\n', 3, 1, /tab/],
    ['version: 2\n', 1, 10, /version: 1/],
    ['version: 1\nlisteners: [{port: 80}\n', 3, 1, /./],
    ['not a policy', 1, 1, /version: 1/],
    ['', 1, 1, /version: 1/],
    ['\u0000\u001B[2J', 1, 1, /./],
  ])('%j is refused with its line and column', (text, line, column, says) => {
    writeFileSync(file, text);
    const { status, out, err } = reeve(['check', '--policy', file]);
    expect({ status, out }).toEqual({ status: 4, out: '' });
    expect(err).toContain(`line ${line}, column ${column}: `);
    expect(err).toMatch(says);
    expect(err).toMatch(/\[POLICY_INVALID\]\n$/);
    expect(err.slice(0, -1)).not.toMatch(/\p{Cc}/u);
    const { document } = reeveJson(['check', '--policy', file]);
    expect(errorDocument.parse(document)).toMatchObject({ code: 'POLICY_INVALID', exitCode: 4 });
  });

  test('one too large is refused by its size, without being read', () => {
    writeFileSync(file, 'version: 1\n');
    // Far more than fits into memory.
    truncateSync(file, 2 ** 40);
    const { status, err } = reeve(['check', '--policy', file]);
    expect(status).toBe(4);
    expect(err).toContain('[POLICY_TOO_LARGE]');
  });

  test.each(['/dev/zero', '/dev/urandom'])(
    '%s has no size and no end: it is refused all the same',
    (device) => {
      const { status, err } = reeve(['check', '--policy', device]);
      expect(status).toBe(4);
      expect(err).toMatch(/\[POLICY_(?:TOO_LARGE|INVALID)\]/);
    },
  );

  test('one from a pipe is read', () => {
    writeFileSync(file, 'version: 1\nlisteners:\n  - prot: 80\n');
    const command = `cat ${file} | ${process.execPath} "$0" check --policy /dev/stdin 2>&1; echo $?`;
    const said = execFileSync('/bin/sh', ['-c', command, entry]);
    expect(said.toString()).toMatch(/line 3, column 5: .*\n4\n$/s);
  });

  test.each([
    ['nothing', 'not-there.yaml'],
    ['a folder', '.'],
    ['below a file', 'ports.yaml/x'],
    ['a name too long', 'x'.repeat(300)],
  ])('%s in its place is no failure of reeve', (_, name) => {
    writeFileSync(file, '');
    const { status, err } = reeve(['check', '--policy', name], { cwd: started.folder });
    expect(status).toBe(4);
    expect(err).toContain('[FILE_UNREADABLE]');
  });

  test('learn writes over nothing unless told', () => {
    writeFileSync(file, 'mine');
    const { status, err } = reeve(['learn', '-o', file]);
    expect(status).toBe(4);
    expect(err).toContain('[POLICY_EXISTS]');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect([0, 3]).toContain(reeve(['learn', '-o', file, '--force']).status);
    expect(readFileSync(file, 'utf8')).toContain('version: 1');
    expect(reeve(['learn', '-o', path.join(started.folder, 'no/such/folder')]).err).toContain(
      '[FILE_UNREADABLE]',
    );
  });
});
