import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { ownSockets } from '../../../src/inspect/linux/owning.ts';
import { rememberingOwners } from '../../../src/inspect/linux/remembering.ts';
import { listSockets } from '../../../src/inspect/linux/sockets/index.ts';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A node process that listens on a port of the kernel's choice. */
async function listener(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const program =
    "const s=require('net').createServer().listen(0,'127.0.0.1',()=>console.log(s.address().port))";
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  const [text] = await once(child.stdout ?? child, 'data');
  return { child, port: Number(String(text)) };
}

/** A rememberer with a clock of the test's own that tells which ports it had to ask for. */
function remember() {
  const asked: (number | null)[][] = [];
  let time = 0;
  const find = rememberingOwners({
    wholeEvery: 1000,
    now: () => time,
    own: (sockets, detail) => {
      asked.push(sockets.map(({ port }) => port));
      return ownSockets(sockets, detail);
    },
  });
  const ownersOf = (...ports: readonly number[]) => {
    const sockets = listSockets({ kinds: ['tcp'], namespaces: false }).sockets.filter(({ port }) =>
      ports.includes(port ?? 0),
    );
    const { held } = find(sockets);
    return ports.map(
      (port) => held.find(({ socket }) => socket.port === port)?.owners.map(({ pid }) => pid) ?? null,
    );
  };
  return { asked, ownersOf, pass: (ms: number) => (time += ms) };
}

describe.skipIf(process.platform !== 'linux')('owners remembered from look to look', () => {
  test('what stands is not asked again; what is new is, and only that', async () => {
    const first = await listener();
    const { asked, ownersOf } = remember();
    expect(ownersOf(first.port)).toEqual([[first.child.pid]]);
    expect(ownersOf(first.port)).toEqual([[first.child.pid]]);
    const second = await listener();
    expect(ownersOf(first.port, second.port)).toEqual([[first.child.pid], [second.child.pid]]);
    expect(asked).toEqual([[first.port], [second.port]]);
  });

  test('whoever has gone is not remembered', async () => {
    const { child, port } = await listener();
    const { ownersOf } = remember();
    expect(ownersOf(port)).toEqual([[child.pid]]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(ownersOf(port)).toEqual([null]);
  });

  test('now and then everything is asked anew', async () => {
    const { child, port } = await listener();
    const { asked, ownersOf, pass } = remember();
    ownersOf(port);
    pass(999);
    ownersOf(port);
    pass(1);
    expect(ownersOf(port)).toEqual([[child.pid]]);
    expect(asked).toEqual([[port], [port]]);
  });
});
