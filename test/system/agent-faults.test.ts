import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { statusDocument } from '../../src/contract/status.ts';
import { readStore } from '../../src/store/index.ts';
import { python } from '../cli/end-to-end/started.ts';
import { type Lab, noLab, startLab } from '../fixtures/lab.ts';
import { AgentGround } from './agent-started.ts';

const without = noLab();
const grounds: AgentGround[] = [];
let lab: Lab | null = null;

const aGround = (): AgentGround => {
  const ground = new AgentGround();
  grounds.push(ground);
  return ground;
};

afterEach(async () => {
  for (const ground of grounds.splice(0)) await ground.end();
  await lab?.stop();
  lab = null;
});

/** Listeners that open and close together, so that there is always something to store. */
const comingAndGoing = `
import socket, time
while True:
    held = []
    for port in range(20000, 20060):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(('127.0.0.1', port))
        one.listen()
        held.append(one)
    time.sleep(1.2)
    for one in held: one.close()
    time.sleep(1.2)
`;

/** Knocks at ports of the watched host, some dozens a second. */
const knocking =
  'while :; do (exec 3<>/dev/tcp/10.77.0.2/$((RANDOM % 60000 + 1))) 2>/dev/null; sleep 0.02; done';

describe.skipIf(without !== null)(`the agent and faults (skipped: ${without})`, () => {
  it('is killed fifty times under load, and the store is sound and complete each time', async () => {
    lab = startLab();
    lab.start('watched', python, '-c', comingAndGoing);
    lab.start('prober', 'bash', '-c', knocking);
    const within = ['ip', 'netns', 'exec', lab.watched];
    let stored = 0;
    const killAgain = async (times: number): Promise<void> => {
      const ground = aGround();
      let before = 0;
      for (let time = 0; time < times; time++) {
        const agent = ground.start({ within });
        await agent.address();
        await pause(Math.random() * 700);
        const [, privileged] = agent.pids();
        expect(privileged).toBeDefined();
        await agent.kill();
        const store = readStore({ path: ground.store, system: null });
        try {
          expect(store.check()).toEqual([]);
          const { rows } = store.status();
          const all = rows + store.changes({ limit: 100_000 }).changes.length;
          // What was committed before is still there.
          expect(all).toBeGreaterThanOrEqual(before);
          before = all;
        } finally {
          store.close();
        }
      }
      stored += before;
    };
    // Five at a time, each with a store of its own: most of the time goes into starting.
    await Promise.all(Array.from({ length: 5 }, () => killAgain(10)));
    expect(stored).toBeGreaterThan(0);
  }, 180_000);

  it('goes on where the disk is full, says so, and stores again when there is room', async () => {
    const ground = aGround();
    const disk = path.join(ground.folder, 'data');
    mkdirSync(disk);
    const mounting = 'mount -t tmpfs -o size=1m,mode=755 none "$0" && exec "$@"';
    const agent = ground.start({ within: ['unshare', '-m', 'bash', '-c', mounting, disk] });
    await agent.address();
    // The disk as the agent sees it.
    const filler = `/proc/${agent.child.pid}/root${disk}/filler`;
    fill(filler);
    const state = async () => statusDocument.parse(await agent.get('/api/v1/status')).store;
    const servers = [];
    for (let count = 0; count < 20; count++) {
      const server = createServer().listen(0, '127.0.0.1');
      servers.push(server);
    }
    try {
      await agent.until(async () => ((await state()).state === 'full' ? true : undefined));
      expect((await state()).trouble).toMatch(/not stored/);
      rmSync(filler);
      await agent.until(async () => ((await state()).state === 'ok' ? true : undefined), 40_000);
    } finally {
      for (const server of servers) server.close();
    }
    expect((await state()).dropped).toBe(0);
    expect(agent.err).toMatch(/"level":"error".*not stored/);
    expect(agent.err).toMatch(/"level":"info".*stored again/);
    expect(await agent.stop()).toBe(0);
    expect(existsSync(filler)).toBe(false);
  }, 90_000);
});

/** Writes until there is no room at all. */
function fill(file: string): void {
  const chunks = [Buffer.alloc(64 * 1024), Buffer.alloc(4096)];
  for (const chunk of chunks) {
    for (let written = 0; written < 4096; written++) {
      try {
        writeFileSync(file, chunk, { flag: 'a' });
      } catch {
        break;
      }
    }
  }
}
