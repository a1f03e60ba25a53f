import { createSocket } from 'node:dgram';
import { closeSync, readdirSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { openListening } from '../../../src/sys/listen-socket.ts';
import { type DecoyRecord, type Decoys, openDecoys } from '../../../src/watch/live/decoys.ts';

const linux = process.platform === 'linux';

describe.skipIf(!linux)('a decoy port (needs Linux)', () => {
  let decoys: Decoys | null = null;
  const clients: Socket[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
    decoys?.close();
    decoys = null;
  });

  async function begin(): Promise<{ port: number; next: () => Promise<DecoyRecord> }> {
    const port = await freePort();
    const records: DecoyRecord[] = [];
    const waiting: ((record: DecoyRecord) => void)[] = [];
    const sockets = (['tcp', 'udp'] as const).map((transport) => ({
      fd: openListening(transport, port),
      transport,
      port,
    }));
    decoys = openDecoys(sockets, (record) => {
      const taker = waiting.shift();
      if (taker === undefined) records.push(record);
      else taker(record);
    });
    const next = (): Promise<DecoyRecord> => {
      const record = records.shift();
      return record === undefined ? new Promise((done) => waiting.push(done)) : Promise.resolve(record);
    };
    return { port, next };
  }

  const dial = (port: number, host = '127.0.0.1'): Socket => {
    const client = connect(port, host);
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };

  it('records what came, of either family, and never sends a byte', async () => {
    const { port, next } = await begin();
    for (const host of ['127.0.0.1', '::1']) {
      const client = dial(port, host);
      let heard = 0;
      client.on('data', (chunk) => {
        heard += chunk.length;
      });
      client.end('GET / HTTP/1.0\r\n\r\n');
      const { bytes, ...rest } = await next();
      expect(Buffer.from(bytes).toString()).toBe('GET / HTTP/1.0\r\n\r\n');
      expect(rest).toMatchObject({ transport: 'tcp', port, source: host, end: 'closed' });
      expect(rest.sourcePort).toBeGreaterThan(0);
      await once(client, 'close');
      expect(heard).toBe(0);
    }
  });

  it('keeps 4096 bytes and then lets go', async () => {
    const { port, next } = await begin();
    dial(port).write(Buffer.alloc(100_000, 7));
    const { bytes, end } = await next();
    expect([bytes.length, end]).toEqual([4096, 'enough']);
  });

  it('one source cannot fill it', async () => {
    const { port } = await begin();
    const many = Array.from({ length: 20 }, () => dial(port));
    const closed = many.map((client) => once(client, 'close'));
    await Promise.race(closed);
    while ((decoys?.refused() ?? 0) < 12) await new Promise((done) => setTimeout(done, 10));
    expect(decoys?.refused()).toBe(12);
  });

  it('records datagrams', async () => {
    const { port, next } = await begin();
    const client = createSocket('udp4');
    client.send('hello', port, '127.0.0.1');
    const { bytes, ...rest } = await next();
    client.close();
    expect(Buffer.from(bytes).toString()).toBe('hello');
    expect(rest).toMatchObject({ transport: 'udp', port, source: '127.0.0.1', end: 'datagram' });
  });

  it('may be let go of twice', async () => {
    await begin();
    decoys?.close();
    expect(() => decoys?.close()).not.toThrow();
  });

  it('a port that is held is an error with the way to ask for its holder, and leaks nothing', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, done));
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const before = readdirSync('/proc/self/fd').length;
    expect(() => openListening('tcp', port)).toThrow(`reeve ${port} tells`);
    expect(readdirSync('/proc/self/fd')).toHaveLength(before);
    server.close();
  });

  it('a port below 1024 needs a privilege', () => {
    if (process.getuid?.() !== 0) {
      expect(() => openListening('tcp', 1)).toThrow('privileges.md');
      return;
    }
    closeSync(openListening('tcp', 1));
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '::', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
