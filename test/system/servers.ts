import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What one test started: it ends all of it, by pid, whatever happened. */
export class Servers {
  readonly folder: string = mkdtempSync(path.join(tmpdir(), 'reeve-servers-'));
  readonly #children: ChildProcess[] = [];
  readonly #undo: (() => void)[] = [];

  constructor() {
    chmodSync(this.folder, 0o755);
  }

  spawn(file: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const child = spawn(file, args, { stdio: 'ignore', cwd: this.folder, ...options });
    child.on('error', () => undefined);
    this.#children.push(child);
    return child;
  }

  onStop(undo: () => void): void {
    this.#undo.push(undo);
  }

  async stop(): Promise<void> {
    for (const child of this.#children) child.kill('SIGTERM');
    const running = (): ChildProcess[] =>
      this.#children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    for (let tries = 0; tries < 100 && running().length > 0; tries++) await pause(50);
    for (const child of running()) child.kill('SIGKILL');
    for (const undo of this.#undo.toReversed()) undo();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A TCP port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** Runs a command to its end and gives what it printed. */
export const output = (file: string, ...args: readonly string[]): string =>
  execFileSync(file, args, { encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'ignore'] });

export const has = (file: string): boolean => existsSync(file);

const postgresBin = (): string | null => {
  const root = '/usr/lib/postgresql';
  const version = has(root) ? readdirSync(root).sort().at(-1) : undefined;
  return version === undefined ? null : path.join(root, version, 'bin');
};

export const serverPackages = {
  nginx: has('/usr/sbin/nginx'),
  postgres: postgresBin() !== null,
  redis: has('/usr/bin/redis-server'),
  sshd: has('/usr/sbin/sshd'),
} as const;

export function startNginx(servers: Servers, port: number): void {
  const file = path.join(servers.folder, 'nginx.conf');
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${servers.folder}/ng-${one};`,
  );
  writeFileSync(
    file,
    `daemon off; user www-data; pid ${servers.folder}/nginx.pid; error_log stderr; worker_processes 2; events {}
     http { access_log off; ${temp.join(' ')} server { listen 127.0.0.1:${port}; listen [::1]:${port} ipv6only=on; } }`,
  );
  servers.spawn('/usr/sbin/nginx', ['-c', file, '-p', servers.folder]);
}

export function startPostgres(servers: Servers, port: number): void {
  const bin = postgresBin();
  if (bin === null) throw new Error('PostgreSQL is not installed');
  const uid = Number(output('/usr/bin/id', '-u', 'postgres'));
  const gid = Number(output('/usr/bin/id', '-g', 'postgres'));
  const data = path.join(servers.folder, 'pg');
  mkdirSync(data);
  chownSync(data, uid, gid);
  execFileSync(path.join(bin, 'initdb'), ['-D', data, '-A', 'trust', '--no-sync'], {
    uid,
    gid,
    cwd: data,
    stdio: 'ignore',
  });
  const args = ['-D', data, '-p', String(port), '-k', data, '-c', 'listen_addresses=127.0.0.1'];
  servers.spawn(path.join(bin, 'postgres'), args, { uid, gid, cwd: data });
}

export function startRedis(servers: Servers, port: number): void {
  servers.spawn('/usr/bin/redis-server', [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--daemonize',
    'no',
  ]);
}

export function startSshd(servers: Servers, port: number): void {
  const key = path.join(servers.folder, 'host_key');
  output('/usr/bin/ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key);
  if (!has('/run/sshd')) {
    mkdirSync('/run/sshd');
    servers.onStop(() => rmSync('/run/sshd', { recursive: true, force: true }));
  }
  const options = [`PidFile=${servers.folder}/sshd.pid`, 'ListenAddress=127.0.0.1', 'UsePAM=no'].flatMap(
    (one) => ['-o', one],
  );
  servers.spawn('/usr/sbin/sshd', ['-D', '-e', '-f', '/dev/null', '-p', String(port), '-h', key, ...options]);
}

/** A Python program that binds one socket and waits; `setup` runs on the socket `s` before it binds. */
export const pythonListener = (
  family: 'AF_INET' | 'AF_INET6',
  address: string,
  port: number,
  setup = '',
  kind = 'SOCK_STREAM',
): string =>
  `import socket,time
s=socket.socket(socket.${family},socket.${kind})
${setup}
s.bind(('${address}',${port}))
${kind === 'SOCK_STREAM' ? 's.listen(7)' : ''}
time.sleep(120)`;

export const startPython = (servers: Servers, program: string): ChildProcess =>
  servers.spawn('/usr/bin/python3', ['-c', program]);

/** A listener whose executable is deleted while it runs. */
export async function startDeleted(servers: Servers, port: number): Promise<ChildProcess> {
  const copy = path.join(servers.folder, 'vanishing');
  copyFileSync('/usr/bin/perl', copy);
  chmodSync(copy, 0o755);
  const program = `use Socket; socket(S,PF_INET,SOCK_STREAM,0); setsockopt(S,SOL_SOCKET,SO_REUSEADDR,1);
    bind(S,sockaddr_in(${port},INADDR_LOOPBACK)) or die; listen(S,5); sleep 120`;
  const child = servers.spawn(copy, ['-e', program]);
  await listening(port);
  rmSync(copy);
  return child;
}

/** A network namespace of the test's own with its loopback up; gone when the test stops. */
export function makeNamespace(servers: Servers): string {
  const name = `reeve-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  output('/usr/sbin/ip', 'netns', 'add', name);
  servers.onStop(() => void output('/usr/sbin/ip', 'netns', 'del', name));
  output('/usr/sbin/ip', '-n', name, 'link', 'set', 'lo', 'up');
  return name;
}

/** Waits until `ss` shows a listener on the port. */
export async function listening(port: number, namespace?: string): Promise<void> {
  const filter = ['-Hnltu', `sport = :${port}`];
  for (let tries = 0; tries < 200; tries++) {
    const seen =
      namespace === undefined
        ? output('ss', ...filter)
        : output('/usr/sbin/ip', 'netns', 'exec', namespace, 'ss', ...filter);
    if (seen.trim() !== '') return;
    await pause(50);
  }
  throw new Error(`nothing came to listen on ${port} within 10 s`);
}

/** Waits until so many processes hold a socket of the port. */
export async function workers(port: number, count: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const pids = output('ss', '-Hnltp', `sport = :${port}`).matchAll(/pid=(\d+)/g);
    if (new Set(Array.from(pids, ([, pid]) => pid)).size >= count) return;
    await pause(50);
  }
  throw new Error(`port ${port} did not get ${count} holders within 10 s`);
}
