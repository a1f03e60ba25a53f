import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cgroupPath, parseCgroup } from '../../../../src/inspect/linux/process/cgroup.ts';
import { askSystemd } from '../../../../src/inspect/linux/units/systemctl.ts';
import { unitOf } from '../../../../src/inspect/linux/units/unit-of.ts';
import { withSystemd } from '../../../../src/inspect/linux/units/with-systemd.ts';

/**
 * A user's manager of the real systemd, in a mount namespace of its own (it refuses to start where /run/systemd/system
 * is missing) and in the cgroup a login would give it. Not where systemd runs the machine: that cgroup is in use there.
 */
const systemd = '/lib/systemd/systemd';
const hierarchies = ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified'].filter(existsSync);
/** No such user: the number only makes the cgroup this run's own. */
const uid = 2_000_000 + process.pid;
const place = `user.slice/user-${uid}.slice/user@${uid}.service`;
const missing =
  process.getuid?.() !== 0
    ? 'needs root'
    : !existsSync(systemd)
      ? 'needs the Debian package systemd'
      : existsSync('/run/systemd/system')
        ? 'systemd runs this machine'
        : hierarchies.length < 2
          ? 'needs the hybrid cgroup hierarchy'
          : null;

describe.skipIf(missing !== null)(`a real systemd${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let folder = '';
  let manager: ChildProcess | null = null;
  let port = 0;
  const runtimeBefore = process.env['XDG_RUNTIME_DIR'];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reeve-systemd-'));
    port = await freePort();
    writeUnits(folder, port);
    for (const hierarchy of hierarchies) mkdirSync(join(hierarchy, place), { recursive: true });
    process.env['XDG_RUNTIME_DIR'] = folder;
    manager = startManager(folder);
    await vi.waitUntil(() => existsSync(join(folder, 'systemd/private')), { timeout: 20_000 });
    systemctl('start', 'rt.socket', 'acc.socket');
  });

  afterAll(async () => {
    if (existsSync(join(folder, 'systemd/private'))) systemctl('exit');
    await ended(manager);
    process.env['XDG_RUNTIME_DIR'] = runtimeBefore;
    if (runtimeBefore === undefined) delete process.env['XDG_RUNTIME_DIR'];
    for (const hierarchy of hierarchies) {
      removeTree(join(hierarchy, `user.slice/user-${uid}.slice`));
      removed(join(hierarchy, 'user.slice'));
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const look = async () => {
    const { cgroup, pids } = listenerAt(port);
    const owners = pids.map(
      (pid) => cgroupPath(parseCgroup(readFileSync(`/proc/${pid}/cgroup`, 'utf8'))) ?? '/',
    );
    const unit = unitOf({ socket: cgroup, owners });
    const answer = await askSystemd({
      units: unit === null ? [] : [unit.name],
      userManager: 0,
      timeoutMs: 10_000,
    });
    return {
      unit,
      told: withSystemd(unit, { transport: 'tcp', port, address: '127.0.0.1' }, answer),
      answer,
    };
  };

  test('a sleeping socket unit is named from the cgroup, and what it would start by systemctl', async () => {
    const { unit, told, answer } = await look();
    expect(unit).toEqual({
      name: 'rt.socket',
      type: 'socket',
      socketUnit: 'rt.socket',
      source: 'cgroup',
      userManager: uid,
      sleeping: true,
    });
    expect(answer.notes).toEqual([]);
    expect(told).toEqual({
      ...unit,
      source: 'systemd',
      description: 'RT test socket',
      activates: 'rt.service',
    });
    expect(answer.sockets.find(({ name }) => name === 'acc.socket')?.triggers).toEqual(['acc@.service']);
  });

  test('once the service runs it is the unit, with the socket unit beside it', async () => {
    systemctl('start', 'rt.service');
    const { unit, told } = await look();
    expect(unit).toMatchObject({ name: 'rt.service', socketUnit: 'rt.socket', userManager: uid });
    expect(told).toMatchObject({
      source: 'systemd',
      description: 'RT test service',
      restarts: true,
      socketUnit: 'rt.socket',
    });
  });
});

function writeUnits(folder: string, port: number): void {
  const units = join(folder, 'config/systemd/user');
  mkdirSync(units, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(units, name), text);
  write('rt.socket', `[Unit]\nDescription=RT test socket\n[Socket]\nListenStream=127.0.0.1:${port}\n`);
  write(
    'rt.service',
    '[Unit]\nDescription=RT test service\n[Service]\nExecStart=/bin/sleep 300\nRestart=on-failure\n',
  );
  write('acc.socket', `[Socket]\nListenStream=127.0.0.2:${port}\nAccept=yes\n`);
  write('acc@.service', '[Service]\nExecStart=/bin/cat\nStandardInput=socket\n');
}

function startManager(folder: string): ChildProcess {
  const script = [
    ...hierarchies.map((hierarchy) => `echo $$ > ${join(hierarchy, place)}/cgroup.procs`),
    'mount -t tmpfs tmpfs /run',
    'mkdir -p /run/systemd/system',
    `exec ${systemd} --user --unit=basic.target --log-target=console`,
  ].join(' && ');
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config'), HOME: folder };
  return spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script], {
    env,
    stdio: 'ignore',
  });
}

const systemctl = (...args: string[]): void => {
  execFileSync('systemctl', ['--user', ...args], { stdio: 'ignore' });
};

/** What `ss` says of the listener: the cgroup its socket was made in and the pids that hold it. */
function listenerAt(port: number): { readonly cgroup: string | null; readonly pids: readonly number[] } {
  const line = execFileSync('ss', ['-Htlnpe', `src 127.0.0.1 and sport = :${port}`], { encoding: 'utf8' });
  const pids = [...line.matchAll(/pid=(\d+)/g)].map((match) => Number(match[1]));
  return { cgroup: /cgroup:(\S+)/.exec(line)?.[1] ?? null, pids };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function ended(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}

/** Removes a cgroup and what is below it, ending the processes that this test's manager may have left there. */
function removeTree(path: string): void {
  if (!existsSync(path)) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) removeTree(join(path, entry.name));
  }
  for (const pid of readFileSync(join(path, 'cgroup.procs'), 'utf8').split('\n')) {
    if (pid !== '') process.kill(Number(pid), 'SIGKILL');
  }
  for (let tries = 0; tries < 50 && !removed(path); tries++) execFileSync('sleep', ['0.1']);
}

function removed(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}
