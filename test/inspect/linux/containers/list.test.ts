import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engineEndpoints } from '../../../../src/inspect/linux/containers/endpoints.ts';
import { listContainers } from '../../../../src/inspect/linux/containers/list.ts';
import { dockerContainers, ids, podmanContainers } from './samples.ts';

let folder = '';
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reeve-engine-'));
});

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

/** An engine of the test's own on a unix socket. */
async function engine(
  name: string,
  listener: RequestListener,
): Promise<{ readonly socket: string; readonly runtime: 'docker' }> {
  const socket = join(folder, name);
  const server = createServer(listener).listen(socket);
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return { socket, runtime: 'docker' };
}

const answering =
  (body: unknown, headers: Record<string, string> = { Server: 'Docker/27.3.1 (linux)' }): RequestListener =>
  (request, response) => {
    const found = request.method === 'GET' && request.url === '/containers/json';
    response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json', ...headers });
    response.end(found ? JSON.stringify(body) : '{"message":"page not found"}');
  };

const drip: RequestListener = (_, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

const endless: RequestListener = (_, response) => {
  const chunk = Buffer.alloc(65_536, '[');
  const pour = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', pour);
  pour();
};

describe('listContainers', () => {
  test('asks every engine and knows Podman by its header, whatever the socket is called', async () => {
    const endpoints = [
      await engine('docker.sock', answering(dockerContainers)),
      await engine('other.sock', answering(podmanContainers, { Server: 'Libpod/5.2.3 (linux)' })),
    ];
    const { containers, engines, notes } = await listContainers({ endpoints });
    expect(notes).toEqual([]);
    expect(engines).toBe(2);
    expect(containers.map(({ id, runtime }) => [id, runtime])).toEqual([
      [ids.web, 'docker'],
      [ids.db, 'docker'],
      [ids.dns, 'docker'],
      [ids.redis, 'podman'],
    ]);
  });

  test('one that hangs does not hold up the other', async () => {
    const endpoints = [
      await engine('hangs.sock', () => undefined),
      await engine('docker.sock', answering(dockerContainers)),
    ];
    const { containers, engines, notes } = await listContainers({ endpoints, timeoutMs: 300 });
    expect([containers.length, engines]).toEqual([3, 1]);
    expect(notes).toEqual([
      expect.stringMatching(/hangs\.sock did not answer in time .*have no names here\.$/),
    ]);
  });

  test('one that sends its answer drop by drop runs out of time', async () => {
    const { notes } = await listContainers({ endpoints: [await engine('drip.sock', drip)], timeoutMs: 200 });
    expect(notes.join()).toMatch(/did not answer in time/);
  });

  test('endless data is cut off', async () => {
    const { containers, notes } = await listContainers({
      endpoints: [await engine('endless.sock', endless)],
      timeoutMs: 20_000,
      maxBytes: 1_000_000,
    });
    expect(containers).toEqual([]);
    expect(notes.join()).toMatch(/answered too much \(more than 1000000 bytes\)/);
  });

  test.each<[string, RequestListener, RegExp]>([
    [
      '403',
      (_, response) => void response.writeHead(403).end('denied'),
      /may not be asked by this user \(status 403\)/,
    ],
    ['500', (_, response) => void response.writeHead(500).end('{}'), /did not answer \(status 500\)/],
    ['garbage', (_, response) => void response.writeHead(200).end('<html>\u0000'), /could not be read/],
    ['an object', (_, response) => void response.writeHead(200).end('{}'), /could not be read/],
    ['no HTTP at all', (request) => void request.socket.end('SSH-2.0-x\r\n'), /did not answer/],
    [
      'a broken answer',
      (_, response) =>
        void response.writeHead(200, { 'Content-Length': '99' }).write('[', () => response.destroy()),
      /did not answer/,
    ],
  ])('%s is said so', async (_, listener, note) => {
    const { containers, notes } = await listContainers({ endpoints: [await engine('e.sock', listener)] });
    expect(containers).toEqual([]);
    expect(notes.join()).toMatch(note);
  });

  test('says how many entries it could not read', async () => {
    const { notes } = await listContainers({
      endpoints: [await engine('e.sock', answering([...dockerContainers, 7]))],
    });
    expect(notes).toEqual([expect.stringMatching(/^1 containers listed by .*e\.sock could not be read\.$/)]);
  });

  test('no engine is no fault', async () => {
    const { containers, engines, notes } = await listContainers({
      endpoints: [{ socket: join(folder, 'none.sock'), runtime: 'docker' }],
    });
    expect({ containers, engines, notes }).toEqual({ containers: [], engines: 0, notes: [] });
  });

  test('a socket nobody listens on any more', async () => {
    const { notes } = await listContainers({ endpoints: [{ socket: '/dev/null', runtime: 'docker' }] });
    expect(notes.join()).toMatch(/engine at \/dev\/null refuses connections/);
  });

  test.skipIf(process.getuid?.() === 0 && process.seteuid === undefined)(
    'a socket that this user may not open',
    async () => {
      const { socket, runtime } = await engine('closed.sock', answering([]));
      chmodSync(socket, 0o600);
      chmodSync(folder, 0o755);
      const wasRoot = process.geteuid?.() === 0;
      if (wasRoot) process.seteuid?.(65_534);
      try {
        if (!wasRoot) chmodSync(socket, 0o000);
        const { notes } = await listContainers({ endpoints: [{ socket, runtime }] });
        expect(notes.join()).toMatch(/may not be asked by this user/);
      } finally {
        if (wasRoot) process.seteuid?.(0);
      }
    },
  );
});

describe('engineEndpoints', () => {
  test('the system’s, this user’s and the one DOCKER_HOST names', () => {
    const env = { DOCKER_HOST: 'unix:///srv/podman.sock', XDG_RUNTIME_DIR: '/run/user/1000' };
    expect(engineEndpoints({ env, uid: 1000 })).toEqual([
      { socket: '/srv/podman.sock', runtime: 'podman' },
      { socket: '/var/run/docker.sock', runtime: 'docker' },
      { socket: '/run/podman/podman.sock', runtime: 'podman' },
      { socket: '/run/user/1000/docker.sock', runtime: 'docker' },
      { socket: '/run/user/1000/podman/podman.sock', runtime: 'podman' },
    ]);
  });

  test('an engine elsewhere than on a unix socket is not asked', () => {
    const sockets = engineEndpoints({ env: { DOCKER_HOST: 'tcp://10.0.0.1:2375' }, uid: 1000 }).map(
      ({ socket }) => socket,
    );
    expect(sockets.join()).not.toMatch(/10\.0\.0\.1/);
  });

  test('as root every logged-in user’s; one socket under two names once', () => {
    for (const path of ['run/user/1000', 'run/user/1001', 'run/podman', 'var/run'])
      mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, 'run/podman/podman.sock'), '');
    symlinkSync(join(folder, 'run/podman/podman.sock'), join(folder, 'var/run/docker.sock'));
    const sockets = engineEndpoints({ env: {}, uid: 0, root: folder }).map(({ socket }) =>
      socket.replace(folder, ''),
    );
    expect(sockets).toContain('/run/user/1000/docker.sock');
    expect(sockets).toContain('/run/user/1001/podman/podman.sock');
    expect(sockets.filter((socket) => !socket.includes('/user/'))).toEqual(['/var/run/docker.sock']);
  });
});
