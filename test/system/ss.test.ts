import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenersDocument } from '../../src/contract/listeners.ts';
import type { ListenersDocument } from '../../src/contract/listeners.ts';
import * as start from './servers.ts';
import { type SsRow, ssRows } from './ss.ts';

const isRoot = process.getuid?.() === 0;
const reeve = path.resolve(import.meta.dirname, '../../dist/reeve.cjs');

/** `reeve ls --all --json`, whatever its exit code says of what it found. */
function reeveLs(uid = 0): ListenersDocument {
  const command = [reeve, 'ls', '--all', '--json'];
  try {
    return listenersDocument.parse(
      JSON.parse(
        execFileSync(process.execPath, command, {
          encoding: 'utf8',
          maxBuffer: 64 << 20,
          uid,
          gid: uid,
          cwd: '/',
        }),
      ),
    );
  } catch (error) {
    const { stdout, status } = error as { stdout?: string; status?: number };
    if (stdout === undefined || (status !== 1 && status !== 3)) throw error;
    return listenersDocument.parse(JSON.parse(stdout));
  }
}

type Item = ListenersDocument['listeners'][number];

/** As ss writes the bound address. */
function asSs({ address, family, dualStack, device, port }: Item): string {
  const zone = device === null ? '' : `%${device}`;
  if (dualStack === true) return `*${zone}:${port}`;
  if (family !== 6) return `${address}${zone}:${port}`;
  return `[${address}]${zone}:${port}`;
}

const servers = new start.Servers();
const ports: Record<string, number> = {};
let namespace = '';

async function startAll(): Promise<void> {
  const names = [
    'nginx',
    'postgres',
    'redis',
    'sshd',
    'node',
    'python',
    'reuse',
    'v6only',
    'dual',
    'inside',
    'deleted',
    'udp',
  ];
  for (const name of names) ports[name] = await start.freePort();
  const port = (name: string): number => ports[name] ?? 0;
  start.startNginx(servers, port('nginx'));
  start.startPostgres(servers, port('postgres'));
  start.startRedis(servers, port('redis'));
  start.startSshd(servers, port('sshd'));
  servers.spawn(process.execPath, [
    '-e',
    `require('http').createServer().listen(${port('node')}, '127.0.0.1')`,
  ]);
  start.startPython(servers, start.pythonListener('AF_INET', '127.0.0.1', port('python')));
  for (let worker = 0; worker < 3; worker++) {
    start.startPython(
      servers,
      start.pythonListener('AF_INET', '127.0.0.1', port('reuse'), 's.setsockopt(socket.SOL_SOCKET, 15, 1)'),
    );
  }
  start.startPython(
    servers,
    start.pythonListener('AF_INET6', '::', port('v6only'), 's.setsockopt(41, 26, 1)'),
  );
  start.startPython(servers, start.pythonListener('AF_INET6', '::', port('dual'), 's.setsockopt(41, 26, 0)'));
  start.startPython(servers, start.pythonListener('AF_INET', '127.0.0.1', port('udp'), '', 'SOCK_DGRAM'));
  await start.startDeleted(servers, port('deleted'));
  namespace = start.makeNamespace(servers);
  const program = start.pythonListener('AF_INET', '0.0.0.0', port('inside'));
  servers.spawn('/usr/sbin/ip', ['netns', 'exec', namespace, '/usr/bin/python3', '-c', program]);
  for (const name of names) await start.listening(port(name), name === 'inside' ? namespace : undefined);
  // nginx and PostgreSQL listen before their workers are there.
  await start.workers(port('nginx'), 3);
}

const missing = Object.entries(start.serverPackages)
  .filter(([, there]) => !there)
  .map(([name]) => name);
const reason = !isRoot
  ? ' (skipped: needs root)'
  : missing.length > 0
    ? ` (skipped: not installed: ${missing.join(', ')})`
    : '';

describe.skipIf(reason !== '')(`reeve ls beside ss -tulnpe on a machine with real servers${reason}`, () => {
  let before: readonly SsRow[] = [];
  let after: readonly SsRow[] = [];
  let document: ListenersDocument;

  beforeAll(async () => {
    await startAll();
    before = ssRows();
    document = reeveLs();
    after = ssRows();
  });

  afterAll(async () => {
    await servers.stop();
  });

  /** What did not change while reeve looked: other programs of the machine may come and go. */
  const stable = (): readonly SsRow[] =>
    before.filter((row) => after.some((other) => JSON.stringify(other) === JSON.stringify(row)));
  const itemOf = (inode: number): Item | undefined =>
    document.listeners.find(({ group }) => group.inodes.includes(inode));
  const at = (name: string): Item => {
    const found = document.listeners.find(({ port }) => port === ports[name]);
    if (found === undefined) throw new Error(`${name} on ${ports[name]} is not listed`);
    return found;
  };

  test('everything that was started is there to compare', () => {
    const seen = new Set(stable().map(({ local }) => Number(local.split(':').at(-1))));
    const expected = Object.entries(ports).filter(([name]) => name !== 'inside');
    expect(expected.filter(([, port]) => !seen.has(port))).toEqual([]);
  });

  test('every socket of ss is listed, at the same address, for the same user', () => {
    for (const row of stable()) {
      const item = itemOf(row.inode);
      expect(item, `${row.kind} ${row.local} ino:${row.inode}`).toBeDefined();
      if (item === undefined) continue;
      expect({ kind: item.transport, local: asSs(item), uid: item.uid }).toEqual({
        kind: row.kind,
        local: row.local,
        uid: row.uid,
      });
    }
  });

  test('every pid and descriptor of ss is named, and no other', () => {
    const compared = new Set<number | null>();
    for (const item of document.listeners) {
      const rows = stable().filter(({ inode }) => item.group.inodes.includes(inode));
      if (rows.length !== item.group.inodes.length) continue;
      compared.add(item.port);
      const users = [...new Set(rows.flatMap((row) => row.users))].sort();
      expect(
        item.owners.map(({ pid, fd }) => `${pid}:${fd}`).sort(),
        `${item.transport} ${asSs(item)}`,
      ).toEqual(users);
    }
    // A listener that changed meanwhile is passed over; those that were started for this must all have been compared.
    const started = Object.entries(ports).filter(([name]) => name !== 'inside');
    expect(started.filter(([, port]) => !compared.has(port))).toEqual([]);
  });

  test('no socket is listed that ss does not have', () => {
    const inodes = new Set([...before, ...after].map(({ inode }) => inode));
    const strange = document.listeners.filter(
      ({ netns, transport, group }) =>
        netns.own &&
        (transport === 'tcp' || transport === 'udp') &&
        !group.inodes.every((inode) => inodes.has(inode)),
    );
    expect(strange).toEqual([]);
  });

  test('the listener of another network namespace is told apart', () => {
    const inside = at('inside');
    expect(inside.netns).toMatchObject({ own: false, name: namespace });
    expect(inside.exposure).toBe('container');
    expect(inside.owners.map(({ pid, fd }) => `${pid}:${fd}`)).toEqual(ssRows(namespace)[0]?.users);
  });

  test('dual-stack and IPv6-only are what they are', () => {
    expect(at('dual')).toMatchObject({ dualStack: true, family: 6 });
    expect(at('v6only')).toMatchObject({ dualStack: false, family: 6 });
  });

  test('a REUSEPORT group is one listener of three processes, without outsiders', () => {
    expect(at('reuse').group).toMatchObject({ workers: 3, reuseport: 3, outsiders: [] });
  });

  test('workers are all named: nginx has a master and two', () => {
    expect(at('nginx').owners.map(({ comm }) => comm)).toEqual(['nginx', 'nginx', 'nginx']);
    expect(new Set(at('nginx').owners.map(({ user }) => user))).toEqual(new Set(['root', 'www-data']));
  });

  test.each([
    ['nginx', /^nginx/],
    ['redis', /^redis/],
    ['sshd', /^openssh-server$/],
    ['postgres', /^postgresql-\d+$/],
  ])('%s belongs to its Debian package', (name, pack) => {
    expect(at(name).owners[0]?.package?.name).toMatch(pack);
    expect(at(name).owners[0]?.package?.version).toMatch(/\d/);
  });

  test('a deleted executable is called so, and it is a finding', () => {
    expect(at('deleted').owners[0]).toMatchObject({ exeDeleted: true });
    expect(['suspect', 'wrong']).toContain(at('deleted').verdict.level);
  });

  test.each(['nginx', 'redis', 'sshd', 'postgres', 'node', 'python'])(
    '%s on loopback is no finding',
    (name) => {
      expect(at(name).exposure).toBe('loopback');
      expect(['expected', 'plausible']).toContain(at(name).verdict.level);
    },
  );

  test('the ledger tells what was looked at', () => {
    expect(document.visibility.privileged).toBe(true);
    expect(document.visibility.processes.seen).toBeGreaterThan(10);
    expect(document.visibility.namespaces.seen).toBeGreaterThanOrEqual(2);
  });

  describe('as nobody', () => {
    const nobody = 65_534;
    let seen: ListenersDocument;
    beforeAll(() => {
      seen = reeveLs(nobody);
    });
    const of = (name: string): Item | undefined => seen.listeners.find(({ port }) => port === ports[name]);

    test('every socket of the own namespace is listed all the same, with its user', () => {
      for (const row of stable()) {
        const item = seen.listeners.find(({ group }) => group.inodes.includes(row.inode));
        expect(item, `${row.kind} ${row.local}`).toMatchObject({ transport: row.kind, uid: row.uid });
      }
    });

    test('owners are hidden and called so, never none', () => {
      expect(of('nginx')).toMatchObject({ owners: [], ownersComplete: false, kernel: null, user: 'root' });
      expect(of('nginx')?.verdict.level).toBe('unknown');
      expect(seen.visibility).toMatchObject({ complete: false, privileged: false });
      expect(seen.visibility.processes.hidden).toBeGreaterThan(0);
    });

    test('the exit code says that the answer is not whole', () => {
      expect(exitOf(nobody, String(ports['nginx']))).toBe(3);
      expect(exitOf(0, String(ports['nginx']))).toBe(0);
    });
  });
});

function exitOf(uid: number, ...args: readonly string[]): number | null {
  return spawnSync(process.execPath, [reeve, ...args], { uid, gid: uid, cwd: '/', stdio: 'ignore' }).status;
}
