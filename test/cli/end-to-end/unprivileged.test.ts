import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenersDocument } from '../../../src/contract/listeners.ts';
import { portDocument } from '../../../src/contract/port.ts';
import { registryStatusDocument, registryUpdateDocument } from '../../../src/contract/registry.ts';
import { errorDocument, nextDocument } from '../../../src/contract/small.ts';
import { realCsv, realCsvMissing } from '../../registry/sandbox.ts';
import { freePort, has } from '../../system/servers.ts';
import { Machine, mayMakeMachines } from './machine.ts';
import { entry, type Run, reeve } from './reeve.ts';
import { type Listening, python, Started } from './started.ts';

const isRoot = process.geteuid?.() === 0;
const namedNamespaces = (): number => (existsSync('/run/netns') ? readdirSync('/run/netns').length : 0);
const nobody = 65_534;
const trace = /\bat .*:\d+:\d+|node:internal|INTERNAL|Error:/;

describe.skipIf(!isRoot || process.platform !== 'linux')(
  'as nobody, with no folder to write to (skipped: needs root on Linux)',
  () => {
    const started = new Started();
    let roots: Listening;
    let own: Listening;
    beforeAll(async () => {
      roots = await started.listener();
      const program = `import os,socket,time; s=socket.socket(); s.bind(('127.0.0.1',0)); s.listen()
print(s.getsockname()[1],os.getpid(),flush=True); time.sleep(600)`;
      own = await started.listening(python, ['-c', program], { uid: nobody, gid: nobody, cwd: '/' });
    });
    afterAll(() => started.stop());

    const env = { HOME: '/nonexistent', XDG_CACHE_HOME: '', XDG_DATA_HOME: '' };
    const ask = (...args: readonly string[]): Run => {
      const run = reeve(args, { uid: nobody, cwd: '/', env });
      expect(`${run.out}${run.err}`).not.toMatch(trace);
      return run;
    };
    const askJson = (...args: readonly string[]) => {
      const { status, out, err } = ask(...args, '--json');
      return { status, err, document: JSON.parse(out) as unknown };
    };

    test('the overview and the list tell what is missing, and how to see it', () => {
      for (const args of [[], ['ls']]) {
        const { status, out, err } = ask(...args);
        expect({ err, status }).toEqual({ err: '', status: expect.toBeOneOf([1, 3]) as unknown });
        expect(out).toMatch(new RegExp(`${roots.port}/tcp .*hidden \\(user root\\)`));
        expect(out.replace(/\s+/g, ' ')).toMatch(
          /Not everything was visible: \d+ process(?:es)? \(\d+ hidden\).*Run as root, or grant CAP_SYS_PTRACE/,
        );
      }
      const { visibility } = listenersDocument.parse(askJson('ls').document);
      expect(visibility).toMatchObject({ complete: false, privileged: false });
      expect(visibility.processes.hidden).toBeGreaterThan(0);
      expect(visibility.notes.length).toBeGreaterThan(0);
    });

    test("root's port: hidden, and 3", () => {
      const { status, out } = ask(String(roots.port));
      expect(status).toBe(3);
      expect(out).toContain('its process is hidden: run it with sudo');
      const { holders } = portDocument.parse(askJson(String(roots.port)).document);
      expect(holders).toMatchObject([{ owners: [], ownersComplete: false, user: 'root', uid: 0 }]);
    });

    // A namespace that somebody gave a name to and nobody lives in cannot be read without root: then 3 is right.
    const foreign =
      namedNamespaces() === 0 ? '' : ' (skipped: somebody else has a named network namespace here)';

    test.skipIf(foreign !== '')(`a port of its own: the owner, and 0${foreign}`, () => {
      const { status, out } = ask(String(own.port));
      expect(out).toContain(`pid ${own.pid}`);
      expect(out).toContain('Nothing in\nthis answer depends on what was hidden.');
      expect(status).toBe(0);
    });

    test.skipIf(foreign !== '')(
      `a free port is free, and 2: every namespace could be listed${foreign}`,
      async () => {
        const port = await freePort();
        const { status, document } = askJson(`${port}/tcp`);
        expect(portDocument.parse(document)).toMatchObject({
          holders: [],
          visibility: { namespaces: { hidden: 0 } },
        });
        expect(status).toBe(2);
      },
    );

    test('next and find need no privilege', () => {
      const { ports } = nextDocument.parse(askJson('next', '-n', '2').document);
      expect(ports).toHaveLength(2);
      for (const port of ports) expect([roots.port, own.port]).not.toContain(port);
      expect(ask('find', 'kerberos')).toMatchObject({ status: 0, err: '' });
      expect(ask('registry', 'verify')).toMatchObject({ status: 0, err: '' });
    });

    test('learn says what it could not see', () => {
      const { status, out, err } = ask('learn', '-o', '-');
      expect(status).toBe(3);
      expect(out).toMatch(/# the program was hidden: learn again as root/);
      expect(err.replace(/\s+/g, ' ')).toMatch(/^The holders? of \d+ listeners? w(?:as|ere) hidden;.*sudo/);
    });

    test('what may not be written is said', () => {
      const { status, document } = askJson('registry', 'update', '--from', '/etc/services');
      expect(status).toBeGreaterThanOrEqual(3);
      errorDocument.parse(document);
      expect(ask('learn', '-o', '/etc/ports.yaml').err).toMatch(/\[FILE_UNREADABLE\]\n$/);
    });

    test.skipIf(realCsvMissing)("the record is kept in the user's own folder (needs ../shared/iana)", () => {
      const folder = path.join(started.folder, 'data');
      const csv = path.join(started.folder, 'ports.csv');
      mkdirSync(folder);
      chownSync(folder, nobody, nobody);
      copyFileSync(realCsv, csv);
      chmodSync(csv, 0o644);
      const run = (...args: readonly string[]) => {
        const said = reeve([...args, '--json'], {
          uid: nobody,
          cwd: '/',
          env: { ...env, XDG_DATA_HOME: folder },
        });
        expect(said).toMatchObject({ status: 0, err: '' });
        return JSON.parse(said.out) as unknown;
      };
      const file = path.join(folder, 'portreeve/registry.table');
      expect(registryUpdateDocument.parse(run('registry', 'update', '--from', csv)).path).toBe(file);
      const { layers } = registryStatusDocument.parse(run('registry', 'status'));
      expect(layers.find(({ layer, used }) => layer === 'full' && used)).toMatchObject({
        path: file,
        whose: 'own',
      });
      expect(readFileSync(file).length).toBeGreaterThan(100_000);
    });
  },
);

describe.skipIf(!mayMakeMachines || !has('/usr/bin/setpriv'))(
  'as nobody where /proc hides the processes of others (skipped: needs root on Linux and setpriv)',
  () => {
    const machine = new Machine();
    beforeAll(async () => {
      await machine.boot();
      expect(machine.run('/usr/bin/mount', ['-o', 'remount,hidepid=2', '/proc']).status).toBe(0);
    });
    afterAll(() => machine.stop());

    const ask = (...args: readonly string[]): Run =>
      machine.run('/usr/bin/setpriv', [
        '--reuid',
        String(nobody),
        '--regid',
        String(nobody),
        '--clear-groups',
        process.execPath,
        entry,
        ...args,
      ]);

    test('nothing is called free, and the exit code is 3', () => {
      const { status, out, err } = ask('8080/tcp');
      expect({ status, err }).toEqual({ status: 3, err: '' });
      expect(out).not.toContain('it is free');
      expect(out).toContain('Nothing that could be seen listens on 8080/tcp');
      const port = portDocument.parse(JSON.parse(ask('8080/tcp', '--json').out));
      expect(port.visibility.namespaces.hidden).not.toBe(0);
    });

    test("root's listener is listed all the same", async () => {
      const { port } = await machine.listener();
      const { status, out } = ask(String(port));
      expect(status).toBe(3);
      expect(out).toContain('hidden (user root)');
    });
  },
);
