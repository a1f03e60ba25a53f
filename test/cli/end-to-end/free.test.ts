import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorDocument, freeDocument } from '../../../src/contract/small.ts';
import { portDocument } from '../../../src/contract/port.ts';
import { freePort, has } from '../../system/servers.ts';
import { entry, reeve, reeveJson } from './reeve.ts';
import { childrenOf, python, runs, soon, Started } from './started.ts';

let started: Started;
beforeEach(() => {
  started = new Started();
});
afterEach(() => started.stop());

const isRoot = process.geteuid?.() === 0;
const nobody = 65_534;
/** The pids that hold a port. */
const holders = (port: number, transport = 'tcp'): readonly number[] =>
  portDocument
    .parse(reeveJson([`${port}/${transport}`]).document)
    .holders.flatMap(({ owners }) => owners.map(({ pid }) => pid));
const isFree = (port: number, transport?: string): boolean => holders(port, transport).length === 0;

describe('reeve free ends the holder', () => {
  test('gently, named first, and only that one', async () => {
    const told = path.join(started.folder, 'told');
    const other = await started.listener('--said-at-end', told);
    const { port, pid } = await started.listener('--said-at-end', told);
    const { status, out, err } = reeve(['free', String(port), '--yes']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(
      new RegExp(`^${port}/tcp on 127\\.0\\.0\\.1 is held by [^]*?listener\\.py\n  pid ${pid}, user `),
    );
    expect(out).toContain(`${port} is free: its holder has ended.\n`);
    expect(readFileSync(told, 'utf8')).toBe(`${pid}\n`);
    expect({ free: isFree(port), other: runs(other.pid) }).toEqual({ free: true, other: true });
  });

  test('on UDP, and leaves the same port of TCP alone', async () => {
    const udp = await started.listener('--udp');
    const tcp = await started.listener('--port', String(udp.port));
    expect(reeve(['free', `${udp.port}/udp`, '--yes']).status).toBe(0);
    expect({ udp: runs(udp.pid), tcp: runs(tcp.pid) }).toEqual({ udp: false, tcp: true });
    expect(isFree(udp.port, 'udp')).toBe(true);
  });

  test('by force only where that was said, after a gentle try', async () => {
    const { port, pid } = await started.listener('--ignore-term');
    const { status, out, err } = reeve(['free', String(port), '--yes', '--wait', '1']);
    expect(status).toBe(5);
    expect(err).toContain('[HOLDER_REMAINS]');
    expect(out).not.toContain('is free');
    expect(runs(pid)).toBe(true);
    const { document, ...forced } = reeveJson(['free', String(port), '--yes', '--wait', '1', '--force']);
    expect(forced.status).toBe(0);
    expect(freeDocument.parse(document)).toMatchObject({
      port,
      outcome: 'killed',
      holders: [{ pids: [pid] }],
    });
    expect(runs(pid)).toBe(false);
  });

  test('whole: a master and the workers that inherited its socket', async () => {
    const { port, pid } = await started.listener('--workers', '2');
    const workers = childrenOf(pid);
    expect(workers).toHaveLength(2);
    const { document, status } = reeveJson(['free', String(port), '--yes', '--wait', '2']);
    expect(status).toBe(0);
    expect(freeDocument.parse(document).holders).toMatchObject([{ pids: [pid, ...workers] }]);
    expect([pid, ...workers].filter(runs)).toEqual([]);
  });

  test('whole, where one worker ends gently and another does not', async () => {
    const { port, pid } = await started.listener('--workers', '2', '--stubborn-worker');
    const all = [pid, ...childrenOf(pid)];
    const { status, err } = reeve(['free', String(port), '--yes', '--wait', '1', '--force']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(all.filter(runs)).toEqual([]);
  });

  test('both processes that share the port by SO_REUSEPORT', async () => {
    const first = await started.listener('--reuseport');
    const second = await started.listener('--reuseport', '--port', String(first.port));
    const { out, status } = reeve(['free', String(first.port), '--yes']);
    expect(status).toBe(0);
    for (const { pid } of [first, second]) expect(out).toContain(`pid ${pid},`);
    expect([first.pid, second.pid].filter(runs)).toEqual([]);
  });

  test('both, where one has gone with the first signal and the other ignores it', async () => {
    const port = await freePort();
    const file = path.join(import.meta.dirname, 'listener.py');
    const command = `${python} ${file} --reuseport --port ${port}`;
    // The shell waits for both, so that the first is gone altogether when both are to be killed.
    started.spawn('/bin/sh', ['-c', `${command} & ${command} --ignore-term & wait`]);
    expect(await soon(() => holders(port).length === 2)).toBe(true);
    const { status, err } = reeve(['free', String(port), '--yes', '--wait', '1', '--force']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(holders(port)).toEqual([]);
  });

  test.skipIf(!isRoot)(
    'also for a user without privileges, where it is his own (skipped: needs root)',
    async () => {
      const own = await started.listening(python, [path.join(import.meta.dirname, 'listener.py')], {
        uid: nobody,
        gid: nobody,
      });
      const { status } = reeve(['free', String(own.port), '--yes'], { uid: nobody, cwd: '/' });
      expect({ status, runs: runs(own.pid) }).toEqual({ status: 0, runs: false });
    },
  );
});

describe('reeve free changes nothing', () => {
  test('where nobody confirmed it and there is no terminal to ask at', async () => {
    const { port, pid } = await started.listener('--password', 'hunter2');
    const { status, out, err } = reeve(['free', String(port)], { input: 'y\n' });
    expect(status).toBe(4);
    expect(err).toContain('[NEEDS_CONFIRMATION]');
    expect(out).toContain(`pid ${pid},`);
    expect(out).not.toContain('hunter2');
    const asked = reeveJson(['free', String(port)]);
    expect(errorDocument.parse(asked.document)).toMatchObject({ code: 'NEEDS_CONFIRMATION', exitCode: 4 });
    expect(runs(pid)).toBe(true);
  });

  test('with --dry-run, but says what it would do', async () => {
    const { port, pid } = await started.listener();
    const { status, out } = reeve(['free', String(port), '--dry-run', '--yes', '--force']);
    expect(status).toBe(0);
    expect(out).toMatch(/Nothing was done \(--dry-run\)\.\n$/);
    expect(freeDocument.parse(reeveJson(['free', String(port), '--dry-run']).document)).toMatchObject({
      port,
      transport: null,
      outcome: 'dry-run',
      holders: [{ transport: 'tcp', address: '127.0.0.1', pids: [pid], supervisor: null }],
    });
    expect(runs(pid)).toBe(true);
  });

  test('where nothing listens, and says so with 2', async () => {
    const port = await freePort();
    const { status, out } = reeve(['free', `${port}/tcp`, '--yes']);
    expect({ status, out }).toEqual({
      status: 2,
      out: `Nothing that could be seen listens on ${port}/tcp; there is nobody to end.\n`,
    });
    const { document } = reeveJson(['free', String(port)]);
    expect(freeDocument.parse(document)).toMatchObject({ outcome: 'nothing-there', holders: [] });
  });

  test('where reeve was started by the holder', async () => {
    const program = `
      const server = require('node:net').createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        const shell = JSON.stringify(process.execPath) + ' ' + process.argv[1] + ' free ' + port + ' --yes; echo $?';
        const { stdout, stderr } = require('node:child_process').spawnSync('/bin/sh', ['-c', shell], { encoding: 'utf8' });
        process.stdout.write(JSON.stringify({ stdout, stderr }));
        server.close();
      });`;
    const { stdout, status } = spawnSync(process.execPath, ['-e', program, entry], { encoding: 'utf8' });
    const said = JSON.parse(stdout) as { stdout: string; stderr: string };
    expect(status).toBe(0);
    expect(said.stderr).toContain('[HOLDER_PROTECTED]');
    expect(said.stdout).toMatch(/\n4\n$/);
  });

  test.skipIf(!isRoot)('where a user may not see who it is (skipped: needs root)', async () => {
    const { port, pid } = await started.listener();
    const { status, err } = reeve(['free', String(port), '--yes'], { uid: nobody, cwd: '/' });
    expect(status).toBe(3);
    expect(err).toMatch(/its holder is hidden \(user root.*Run it with sudo.*\[NOT_PERMITTED\]/);
    expect(runs(pid)).toBe(true);
  });

  test('where a forwarder of a container engine holds it: it says for whom', async () => {
    const { port, pid } = await dockerProxy();
    const { status, err } = reeve(['free', String(port), '--yes', '--force']);
    expect(status).toBe(4);
    expect(err).toMatch(
      /docker-proxy only forwards to a container at 172\.17\.0\.2:80 .*docker stop.*\[HOLDER_PROTECTED\]/,
    );
    expect(runs(pid)).toBe(true);
  });
});

/** A program by the name of docker-proxy with its command line (moby, cmd/docker-proxy). */
async function dockerProxy() {
  const port = await freePort();
  const file = path.join(started.folder, 'docker-proxy');
  copyFileSync(realpathSync(python), file);
  const flags = ['-proto', 'tcp', '-host-ip', '127.0.0.1', '-host-port', String(port)];
  const wanted = ['/usr/bin/docker-proxy', ...flags, '-container-ip', '172.17.0.2', '-container-port', '80'];
  // The program writes its command line over the one it was started with, which has to be as long.
  const length = wanted.join(' ').length - 'docker-proxy'.length - ' p '.length;
  writeFileSync(
    path.join(started.folder, 'p'),
    `import ctypes,os,socket,time
start=int(open('/proc/self/stat').read().rsplit(')',1)[1].split()[45])
line=b'\\0'.join(word.encode() for word in ${JSON.stringify(wanted)})+b'\\0'
ctypes.memmove(start,line,len(line))
s=socket.socket(); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1); s.bind(('127.0.0.1',${port})); s.listen()
print(${port},os.getpid(),flush=True); time.sleep(600)`,
  );
  const env = { ...process.env, PYTHONHOME: '/usr' };
  const proxy = await started.listening(file, ['p', 'x'.repeat(length)], { argv0: 'docker-proxy', env });
  expect(readFileSync(`/proc/${proxy.pid}/cmdline`, 'utf8')).toBe(`${wanted.join('\0')}\0`);
  return proxy;
}

test('a holder that somebody starts again: reeve says who took its place', async () => {
  const port = await freePort();
  const command = `${python} ${path.join(import.meta.dirname, 'listener.py')} --port ${port}`;
  const shell = started.spawn('/bin/sh', ['-c', `while :; do ${command}; done`]);
  expect(await soon(() => !isFree(port))).toBe(true);
  const { status, err } = reeve(['free', String(port), '--yes']);
  expect(status).toBe(5);
  expect(err).toMatch(/its holder ended and .*listener\.py took its place.*\[HOLDER_REMAINS\]/s);
  expect(err).toContain(`sh (${shell.pid})`);
});

describe.skipIf(!has('/usr/bin/script'))('at a terminal (skipped: script is not installed)', () => {
  const atTerminal = (port: number, answer: string) =>
    spawnSync('/usr/bin/script', ['-qec', `${process.execPath} ${entry} free ${port}`, '/dev/null'], {
      encoding: 'utf8',
      input: answer,
      timeout: 20_000,
      env: { ...process.env, TERM: 'xterm' },
    });

  test.each([
    ['n\n', 4],
    ['\n', 4],
    ['yes please\n', 4],
    ['Y\n', 0],
  ])('the answer %j ends with %d', async (answer, code) => {
    const { port, pid } = await started.listener();
    const { status, stdout } = atTerminal(port, answer);
    expect(stdout).toMatch(new RegExp(`pid ${pid},[^]*End it\\? \\[y/N\\] `));
    expect({ status, runs: runs(pid) }).toEqual({ status: code, runs: code !== 0 });
  });
});
