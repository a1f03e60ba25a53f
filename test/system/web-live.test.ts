import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { knockEventItem } from '../../src/contract/knock-event-item.ts';
import { liveMessage } from '../../src/contract/live.ts';
import type { Web } from '../../src/web/index.ts';
import type { LiveMessage } from '../../src/web/live.ts';
import { startServer } from '../../src/web/server/start.ts';
import { type Harness, harness } from '../web/server/harness.ts';
import { sampleEvents } from '../web/machine-events.ts';
import { portOf, raw, statusOf } from './web-raw.ts';

let home: Harness;
let web: Web;
let port = 0;
const sockets: Socket[] = [];

beforeAll(async () => {
  home = harness();
  web = await startServer(home.options, { viewers: 1010, viewerBacklog: 64 * 1024 });
  port = portOf(web.addresses[0]);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await until(() => web.viewers() === 0);
});
afterAll(async () => {
  await web.close(100);
  home[Symbol.dispose]();
});

async function until(fulfilled: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !fulfilled(); tries++) await new Promise(setImmediate);
  for (let tries = 0; tries < 1000 && !fulfilled(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(fulfilled()).toBe(true);
}

interface Seen {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

interface Follower {
  readonly socket: Socket;
  text: string;
  readonly seen: () => readonly Seen[];
}

function follow(query = '', headers: readonly string[] = []): Follower {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  const follower: Follower = { socket, text: '', seen: () => eventsIn(follower.text) };
  socket.on('data', (bytes: Buffer) => {
    follower.text += bytes.toString();
  });
  socket.on('error', () => socket.destroy());
  const head = ['GET /api/v1/live', query, ' HTTP/1.1\r\nHost: 127.0.0.1\r\n'].join('');
  socket.write(`${head}${headers.map((one) => `${one}\r\n`).join('')}\r\n`);
  return follower;
}

/** Complete events of a stream; lengths of chunks stand on lines of their own. */
const eventsIn = (text: string): readonly Seen[] =>
  [...text.matchAll(/id: (.*)\nevent: (.*)\ndata: (.*)\n\n/g)].map(([, id = '', event = '', data = '']) => ({
    id,
    event,
    data: JSON.parse(data) as unknown,
  }));

const flicker = (count: number): LiveMessage => ({
  type: 'ports',
  flickers: [{ transport: 'tcp', ports: Array.from({ length: count }, (_, at) => [at, 1] as const) }],
  left: 0,
});

const [scan] = sampleEvents();
const knock = (): LiveMessage => {
  if (scan === undefined) throw new Error('no sample');
  return { type: 'knock', id: 'e1', event: knockEventItem(scan) };
};

describe('following live', () => {
  it('tells what happens, as the published document has it', async () => {
    const one = follow();
    await until(() => web.viewers() === 1);
    for (const message of [knock(), flicker(2), { type: 'status' } as const]) home.machine.announce(message);
    await until(() => one.seen().length === 3);
    expect(one.seen().map(({ event }) => event)).toEqual(['knock', 'ports', 'status']);
    for (const { data, event } of one.seen()) expect(liveMessage.parse(data).type).toBe(event);
    expect(one.text).toMatch(/content-type: text\/event-stream/);
  });

  it('only what was picked', async () => {
    const one = follow('?types=knock,status');
    await until(() => web.viewers() === 1);
    for (const message of [flicker(1), knock(), flicker(1)]) home.machine.announce(message);
    await until(() => one.seen().length === 1);
    expect(one.seen().map(({ event }) => event)).toEqual(['knock']);
  });

  it('goes on where one left off, by the address or as browsers do', async () => {
    const { epoch, latest } = home.machine.view.live;
    home.machine.announce(knock());
    home.machine.announce(flicker(1));
    const ids = [`${epoch}-${latest + 1}`, `${epoch}-${latest + 2}`];
    const byAddress = follow(`?after=${epoch}-${latest}`);
    const byHeader = follow('?after=x-1', [`Last-Event-ID: ${epoch}-${latest + 1}`]);
    await until(() => byAddress.seen().length === 2 && byHeader.seen().length === 1);
    expect(byAddress.seen().map(({ id }) => id)).toEqual(ids);
    expect(byHeader.seen().map(({ id }) => id)).toEqual(ids.slice(1));
  });

  it('has one load anew who missed too much, or knows another start of the agent', async () => {
    const { epoch, latest } = home.machine.view.live;
    for (const after of [`another-1`, `${epoch}-${latest + 1000}`]) {
      const one = follow(`?after=${after}`);
      await until(() => one.seen().length === 1);
      expect(one.seen()).toEqual([{ id: `${epoch}-${latest}`, event: 'resync', data: { type: 'resync' } }]);
    }
  });

  it('refuses what names no event, and other methods', async () => {
    const asked = (url: string, method = 'GET') =>
      raw({ port }, `${method} /api/v1/live${url} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(statusOf(await asked('?types=knock,dance'))).toBe(400);
    expect(statusOf(await asked('?after=yesterday'))).toBe(400);
    expect(statusOf(await asked('', 'POST'))).toBe(405);
  });
});

describe('many who follow', () => {
  it('a thousand are told the same; beyond the bound one is turned away', async () => {
    const all = Array.from({ length: 1000 }, () => follow());
    await until(() => web.viewers() === 1000);
    for (let round = 0; round < 3; round++) home.machine.announce(knock());
    await until(() => all.every((one) => one.seen().length === 3));
    expect(new Set(all.map((one) => JSON.stringify(one.seen()))).size).toBe(1);
    for (let more = 0; more < 10; more++) follow();
    await until(() => web.viewers() === 1010);
    const refused = await raw(
      { port },
      'GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
    );
    expect([statusOf(refused), refused]).toEqual([503, expect.stringMatching(/retry-after: \d+/)]);
  });

  it('one who takes nothing costs no more than his bound, holds nobody up, and loads anew when he takes again', async () => {
    const quick = follow();
    await until(() => web.viewers() === 1);
    const slow = connect(port, '127.0.0.1');
    sockets.push(slow);
    slow.pause();
    slow.write('GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await until(() => web.viewers() === 2);
    const big = flicker(4000);
    const size = JSON.stringify(big).length;
    for (let round = 1; round <= 600; round++) {
      home.machine.announce(big);
      await until(() => quick.text.length >= round * size);
    }
    expect(quick.seen()).toHaveLength(600);
    let late = '';
    slow.on('data', (bytes: Buffer) => {
      late += bytes.toString();
    });
    slow.resume();
    await until(() => late.includes('event: resync'));
    expect(eventsIn(late.replaceAll(/\r\n[0-9a-f]+\r\n/g, '')).length).toBeLessThan(600);
    const { epoch, latest } = home.machine.view.live;
    expect(late).toContain(`id: ${epoch}-${latest}\nevent: resync`);
    home.machine.announce({ type: 'status' });
    await until(() => late.includes(`id: ${epoch}-${latest + 1}\nevent: status`));
  });

  it('all end when the server does', async () => {
    using other = harness();
    const server = await startServer(other.options);
    const socket = connect(portOf(server.addresses[0]), '127.0.0.1');
    sockets.push(socket);
    socket.write('GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.resume();
    await until(() => server.viewers() === 1);
    await server.close(200);
    await closed;
    expect(server.viewers()).toBe(0);
  });
});
