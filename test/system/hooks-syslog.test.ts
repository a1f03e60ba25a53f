import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { syslogTeller } from '../../src/agent/hooks/syslog.ts';
import { around, notice, Undo, until } from '../agent/hooks/ground.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-syslog-'));
const undo = new Undo();
afterEach(() => undo.run());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Node has no datagram sockets of the unix family: this one is Python's, which says what it got, once. */
const receiver = `import socket,sys
s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('up',flush=True)
sys.stdout.buffer.write(s.recv(4096)+b'\\n')
sys.stdout.flush()
sys.stdin.readline()`;

describe('the system log', () => {
  it('is told over UDP, a message a datagram', async () => {
    const server = createSocket('udp4');
    const messages: string[] = [];
    server.on('message', (bytes) => messages.push(bytes.toString('utf8')));
    await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
    undo.add(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const seen = around();
    const { port } = server.address();
    undo.closing(syslogTeller({ kind: 'udp', host: '127.0.0.1', port }, seen)).tell(notice());
    await until(() => messages.length === 1);
    expect(messages[0]).toMatch(/^<29>1 \d{4}-.* portreeve \d+ knock - \u{FEFF}e1 port-scan/u);
    expect(seen.outcomes).toEqual(['sent']);
  });

  it('over TCP by who takes nothing holds back what is too much, and takes no more memory', async () => {
    const taken: Socket[] = [];
    const server = createServer((socket) => taken.push(socket.on('error', () => undefined).pause()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const seen = around();
    const teller = undo.closing(syslogTeller({ kind: 'tcp', host: '127.0.0.1', port }, seen));
    teller.tell(notice());
    await until(() => seen.outcomes.length === 1);
    const big = { ...notice(), text: 'x'.repeat(1500) };
    for (let round = 0; round < 40; round++) {
      for (let one = 0; one < 500; one++) teller.tell(big);
      await pause(1);
    }
    // Some megabytes go into the kernel's buffers; thirty were told.
    expect(seen.outcomes.filter((outcome) => outcome === 'held').length).toBeGreaterThan(5000);
    await teller.close(50);
    for (const socket of taken) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is told over TCP with its octets counted, and goes on where the connection was lost', async () => {
    let received = '';
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        received += bytes.toString('utf8');
        if (!received.includes('second')) socket.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    undo.add(() => new Promise((resolve) => server.close(resolve)));
    const seen = around();
    const { port } = server.address() as AddressInfo;
    const teller = undo.closing(syslogTeller({ kind: 'tcp', host: '127.0.0.1', port }, seen));
    teller.tell(notice());
    await until(() => received.includes('port-scan'));
    const [, size = '', message = ''] = /^(\d+) (.*)$/s.exec(received) ?? [];
    expect(Buffer.byteLength(message)).toBe(Number(size));
    received = '';
    await pause(100);
    teller.tell({ ...notice(), text: 'second' });
    await until(() => received.includes('second'));
  });

  it.runIf(process.platform === 'linux')('of this machine is told, and never waited for', async () => {
    const place = path.join(folder, 'log');
    const seen = around();
    const teller = undo.closing(syslogTeller({ kind: 'local', path: place }, seen));
    teller.tell(notice());
    expect(seen.outcomes).toEqual(['failed']);
    expect(seen.logged.join()).toContain('ENOENT');
    const child = spawn('python3', ['-c', receiver, place], { stdio: ['pipe', 'pipe', 'ignore'] });
    undo.add(() => child.kill('SIGKILL'));
    let out = '';
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString('utf8');
    });
    await until(() => out.includes('up'));
    teller.tell(notice());
    await until(() => out.includes('portreeve['));
    expect(out).toMatch(/<29>[A-Z][a-z]{2} .* portreeve\[\d+\]: e1 port-scan/);
    // It reads no more: what does not fit into its queue is held back.
    for (let one = 0; one < 2000; one++) teller.tell(notice());
    expect(seen.outcomes).toContain('held');
    expect(seen.outcomes).toHaveLength(2002);
  });
});
