import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { capabilitiesInForce, capabilityNumber, parseCapabilities } from '../../src/sys/capability.ts';
import { lockFile } from '../../src/sys/file-lock.ts';
import { peerCredentials } from '../../src/sys/peer-credentials.ts';
import { openProcess } from '../../src/sys/pidfd.ts';
import { listenAtPath } from '../../src/sys/unix-listen.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(path.join(tmpdir(), 'reeve-sys-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
});

const descriptorOf = (socket: Socket): number =>
  (socket as unknown as { readonly _handle: { readonly fd: number } })._handle.fd;

describe.skipIf(process.platform !== 'linux')('a unix socket for its owner', () => {
  it('listens with mode 0600 whatever the umask, and knows who is at the other end', async () => {
    const place = path.join(folder(), 'a.sock');
    const before = process.umask(0);
    const server = createServer();
    try {
      server.listen({ fd: listenAtPath(place) });
      await once(server, 'listening');
      expect(process.umask()).toBe(0);
      expect(statSync(place).mode & 0o777).toBe(0o600);
      const accepted = once(server, 'connection') as Promise<[Socket]>;
      const client = connect(place);
      const [socket] = await accepted;
      expect(peerCredentials(descriptorOf(socket))).toEqual({
        pid: process.pid,
        uid: process.getuid?.(),
        gid: process.getgid?.(),
      });
      client.destroy();
      socket.destroy();
    } finally {
      process.umask(before);
      server.close();
    }
  });

  it('never in the place of something, never by a name that is too long', () => {
    const place = path.join(folder(), 'a.sock');
    const fd = listenAtPath(place);
    expect(() => listenAtPath(place)).toThrow(/EADDRINUSE/);
    closeSync(fd);
    expect(() => listenAtPath(path.join(folder(), 'x'.repeat(100)))).toThrow(/107 bytes/);
    expect(() => listenAtPath('')).toThrow();
  });

  it('whatever else a descriptor is, nobody is at its other end', async () => {
    const file = openSync('/dev/null', 'r');
    expect(peerCredentials(file)).toBeNull();
    closeSync(file);
    for (const odd of [-1, 1.5, Number.NaN, 1 << 20]) expect(peerCredentials(odd)).toBeNull();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const client = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
    const [socket] = await accepted;
    expect(peerCredentials(descriptorOf(socket))).toBeNull();
    client.destroy();
    socket.destroy();
    server.close();
  });
});

describe.skipIf(process.platform !== 'linux')('a lock', () => {
  it('is had by one at a time, and free again when that one lets go', () => {
    const place = path.join(folder(), 'lock');
    const first = lockFile(place);
    expect(first).not.toBeNull();
    expect(lockFile(place)).toBeNull();
    if (first !== null) closeSync(first);
    const again = lockFile(place);
    expect(again).not.toBeNull();
    if (again !== null) closeSync(again);
  });

  it('is free when its holder was killed', async () => {
    const place = path.join(folder(), 'lock');
    const child = spawn('flock', [place, 'sleep', '60'], { stdio: 'ignore', detached: true });
    if (
      !(await once(child, 'spawn').then(
        () => true,
        () => false,
      ))
    )
      return;
    while (!existsSync(place) || lockIsFree(place)) await new Promise((done) => setTimeout(done, 10));
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await once(child, 'exit');
    while (!lockIsFree(place)) await new Promise((done) => setTimeout(done, 10));
    expect(lockIsFree(place)).toBe(true);
  });
});

function lockIsFree(place: string): boolean {
  const fd = lockFile(place);
  if (fd !== null) closeSync(fd);
  return fd !== null;
}

describe.skipIf(process.platform !== 'linux')('a held process', () => {
  it('has ended when it has, even before its parent took note', async () => {
    const child = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    // Its parent sleeps and never waits: it becomes a zombie.
    const held = openProcess(Number(said.toString()));
    try {
      expect(held.ended()).toBe(false);
      held.send(9);
      while (!held.ended()) await new Promise((done) => setTimeout(done, 5));
      expect(existsSync(`/proc/${Number(said.toString())}`)).toBe(true);
    } finally {
      held.close();
      child.kill('SIGKILL');
    }
  });
});

describe('capabilities', () => {
  const status =
    'CapInh:\t0000000000000000\nCapPrm:\t000001ffffffffff\nCapEff:\t0000000000003000\nCapBnd:\t0\n';

  it('are read from the sets of a status file', () => {
    expect(parseCapabilities(status, 'CapEff')).toEqual(['CAP_NET_ADMIN', 'CAP_NET_RAW']);
    expect(parseCapabilities(status, 'CapPrm')).toContain('CAP_BPF');
    expect(parseCapabilities(status, 'CapBnd')).toEqual([]);
    expect(parseCapabilities('', 'CapEff')).toEqual([]);
    expect(capabilityNumber('CAP_BPF')).toBe(39);
  });

  it.skipIf(process.platform !== 'linux')('of this process can be read', () => {
    expect(Array.isArray(capabilitiesInForce())).toBe(true);
  });
});
