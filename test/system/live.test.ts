import { copyFileSync, existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Probe } from '../../src/core/probe.ts';
import { canMakeNamespaces } from '../sys/namespace-child.ts';
import { addresses, eventually, Ground, lacking, type Watching } from './live-ground.ts';

const able = canMakeNamespaces && lacking.length === 0;
const needs = `(needs root with CAP_SYS_ADMIN${lacking.length > 0 ? ` and ${lacking.join(', ')}` : ''})`;

const portsOf = (probes: readonly Probe[], fits: (probe: Probe) => boolean): number[] =>
  [...new Set(probes.filter(fits).map(({ destinationPort }) => destinationPort ?? -1))].toSorted(
    (a, b) => a - b,
  );
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe.skipIf(!able)(`watching live ${needs}`, () => {
  let ground: Ground;
  let watching: Watching | null = null;

  beforeAll(async () => {
    ground = new Ground();
    await ground.make();
  });
  afterAll(() => ground.end());
  afterEach(async () => {
    if (watching !== null && !watching.ended) await watching.stop();
    watching = null;
  });

  const begin = async (options: object, ...before: readonly string[]): Promise<Watching> => {
    watching = await ground.watch({ interfaces: ['watched'], ...options }, before);
    expect(watching.first.failed, `${watching.first.text} ${watching.complaint}`).toBeUndefined();
    return watching;
  };
  const scan = (...args: readonly string[]): string =>
    ground.onPeer('nmap', '-n', '-Pn', '--max-retries', '1', ...args);
  const finished = async (of: Watching): Promise<Watching> => {
    expect(await of.stop()).toBe(0);
    return of;
  };

  it.each([
    ['-sS', 'tcp', 'S'],
    ['-sA', 'tcp', 'A'],
    ['-sN', 'tcp', ''],
    ['-sF', 'tcp', 'F'],
    ['-sX', 'tcp', 'FPU'],
    ['-sM', 'tcp', 'FA'],
    ['-sU', 'udp', null],
  ])('every probe of nmap %s arrives', async (how, protocol, flags) => {
    const seen = await begin({});
    scan(how, '-p', '1001-1020', addresses.host);
    await finished(seen);
    const fits = (probe: Probe): boolean => probe.protocol === protocol && probe.flags === flags;
    expect(portsOf(seen.probes(false), fits)).toEqual(range(1001, 1020));
    expect(seen.probes(false).every(({ source }) => source === addresses.peer)).toBe(true);
    expect(seen.probes(true).every(({ source }) => source === addresses.host)).toBe(true);
    const answers = seen.counts()?.answers;
    expect(answers).toMatchObject(protocol === 'udp' ? { reset: 0 } : { unreachable: 0 });
    expect((answers?.reset ?? 0) + (answers?.unreachable ?? 0)).toBeGreaterThan(0);
    expect(seen.counts()?.drops).toBeNull();
  });

  it('IPv6 arrives, extension headers too', async () => {
    const seen = await begin({});
    scan('-6', '-sS', '-p', '1001-1010', addresses.host6);
    ground.onPeer('python3', '-c', ipv6WithOptions);
    await finished(seen);
    const fits = ({ source, flags }: Probe): boolean => source === addresses.peer6 && flags === 'S';
    expect(portsOf(seen.probes(false), fits)).toEqual(range(1001, 1010));
    expect(portsOf(seen.probes(false), ({ protocol }) => protocol === 'udp')).toEqual([4242]);
  });

  it('frames with one VLAN tag and with two arrive and are read', async () => {
    const seen = await begin({});
    ground.onPeer('python3', '-c', tagged);
    await finished(seen);
    const fits = ({ source }: Probe): boolean => source === '10.98.0.2';
    expect(portsOf(seen.probes(false), fits)).toEqual([4301, 4302, 4303]);
    expect(seen.counts()?.skipped).toEqual([]);
  });

  it('established traffic stays out, its beginning does not', async () => {
    const seen = await begin({ listeningPorts: [8080] });
    const server = ground.start('host', ['python3', '-c', server8080], 'pipe');
    await eventually(() => (server.stdout?.read() === null ? undefined : true));
    ground.onPeer('python3', '-c', download);
    await finished(seen);
    const flags = seen.probes(false).filter(({ destinationPort }) => destinationPort === 8080);
    expect(flags.filter((probe) => probe.flags === 'S')).toHaveLength(1);
    // A megabyte came and went; what passed besides are single segments at the ends.
    expect(seen.lines.filter(({ probe }) => probe !== undefined).length).toBeLessThan(10);
  });

  it('excluded ports are not seen', async () => {
    const seen = await begin({ exclude: [1005, 1006] });
    scan('-sS', '-p', '1001-1010', addresses.host);
    await finished(seen);
    const all = [...seen.probes(false), ...seen.probes(true)];
    const ports = new Set(all.flatMap(({ sourcePort, destinationPort }) => [sourcePort, destinationPort]));
    expect(ports.has(1004) && !ports.has(1005) && !ports.has(1006)).toBe(true);
  });

  it('all interfaces: what arrives is seen, the loopback is not unless it is named', async () => {
    const seen = await begin({ interfaces: [] });
    ground.onHost('python3', '-c', knock('127.0.0.1', 4400));
    ground.onPeer('python3', '-c', knock(addresses.host, 4401));
    await finished(seen);
    expect(portsOf(seen.probes(false), () => true)).toEqual([4401]);
    expect(seen.probes(false)[0]?.interface).toBe('watched');

    const inside = await begin({ interfaces: ['lo'] });
    ground.onHost('python3', '-c', knock('127.0.0.1', 4400));
    await finished(inside);
    const udp = inside.probes(false).filter(({ protocol }) => protocol === 'udp');
    expect(udp.map(({ destinationPort, interface: name }) => [destinationPort, name])).toEqual([
      [4400, 'lo'],
    ]);
  });

  it('an interface that goes down, is removed and comes back is told, and seen again', async () => {
    const seen = await begin({});
    ground.onHost('ip', 'link', 'set', 'watched', 'down');
    await seen.until(({ link }) => link?.state === 'down');
    ground.onHost('ip', 'link', 'set', 'watched', 'up');
    await seen.until(({ link }) => link?.state === 'up');
    ground.onHost('ip', 'link', 'del', 'watched');
    await seen.until(({ link }) => link?.state === 'gone');
    ground.pair();
    await seen.until(({ link }) => link?.state === 'back');
    ground.onPeer('python3', '-c', knock(addresses.host, 4500));
    await finished(seen);
    expect(portsOf(seen.probes(false), ({ protocol }) => protocol === 'udp')).toEqual([4500]);
  });

  it('what a full ring lost is counted, and records and drops are all that there was', async () => {
    const seen = await begin({ ringBytes: 1, dwell: 1500, quiet: true });
    ground.onPeer('python3', '-c', volley(addresses.host, 20_000));
    await seen.until(({ counts }) => (counts?.drops?.packets ?? 0) > 0);
    await finished(seen);
    const { packets = 0, records = 0, drops } = seen.counts() ?? {};
    expect(drops?.reason).toContain('ring');
    expect(records + (drops?.packets ?? 0)).toBe(packets);
    expect(packets).toBeGreaterThanOrEqual(20_000);
  });

  it('the process that parses has no privilege in any thread, and cannot get one', async () => {
    const seen = await begin({ silent: true });
    scan('-sS', '-p', '1001-1005', addresses.host);
    const tasks = readdirSync(`/proc/${seen.watcher}/task`);
    expect(tasks.length).toBeGreaterThan(4);
    for (const task of tasks) {
      const status = readFileSync(`/proc/${seen.watcher}/task/${task}/status`, 'latin1');
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb'])
        expect(status).toMatch(new RegExp(`^${set}:\\s0+$`, 'm'));
      expect(status).toMatch(/^NoNewPrivs:\s1$/m);
      expect(/^Uid:\t(\d+)\t(\d+)\t(\d+)\t(\d+)$/m.exec(status)?.slice(1)).not.toContain('0');
      expect(status).toMatch(/^Groups:\s*$/m);
    }
    expect(readFileSync(`/proc/${seen.helper}/status`, 'latin1')).toMatch(/^Uid:\t0\t/m);
    // It holds the capture and the channel of what is the helper's, and no other socket.
    const sockets = readdirSync(`/proc/${seen.watcher}/fd`).filter(
      (fd) => Number(fd) > 2 && isSocket(seen.watcher, fd),
    );
    expect(sockets).toHaveLength(2);
  });

  it('a program that nobody could read is started as root and becomes nobody itself', async () => {
    ground.onHost('chmod', '700', ground.folder);
    try {
      const seen = await begin({});
      for (const task of readdirSync(`/proc/${seen.watcher}/task`)) {
        const status = readFileSync(`/proc/${seen.watcher}/task/${task}/status`, 'latin1');
        expect(status).toMatch(/^CapEff:\s0+$/m);
        expect(status).toMatch(/^CapPrm:\s0+$/m);
        expect(/^Uid:\t(\d+)\t(\d+)\t(\d+)\t(\d+)$/m.exec(status)?.slice(1)).not.toContain('0');
        expect(status).toMatch(/^Groups:\s*$/m);
      }
      ground.onPeer('python3', '-c', knock(addresses.host, 4600));
      await finished(seen);
      expect(portsOf(seen.probes(false), () => true)).toEqual([4600]);
    } finally {
      ground.onHost('chmod', '755', ground.folder);
    }
  });

  it('CAP_NET_RAW alone is enough, and does not reach the watcher', async () => {
    const seen = await begin(
      {},
      'setpriv',
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      '--inh-caps=+net_raw',
      '--ambient-caps=+net_raw',
    );
    // It is not needed any more once the socket is open.
    expect(readFileSync(`/proc/${seen.helper}/status`, 'latin1')).toMatch(/^CapEff:\s0+$/m);
    for (const task of readdirSync(`/proc/${seen.watcher}/task`)) {
      expect(readFileSync(`/proc/${seen.watcher}/task/${task}/status`, 'latin1')).toMatch(/^CapPrm:\s0+$/m);
    }
    ground.onPeer('python3', '-c', knock(addresses.host, 4700));
    await finished(seen);
    expect(portsOf(seen.probes(false), () => true)).toEqual([4700]);
  });

  it.skipIf(!existsSync('/usr/sbin/setcap'))(
    'so it is as a file capability of node (needs setcap)',
    async () => {
      const node = path.join(ground.folder, 'node');
      copyFileSync(process.execPath, node);
      ground.onHost('setcap', 'cap_net_raw+ep', node);
      const command = [node, ground.program, JSON.stringify({ interfaces: ['watched'] })];
      watching = await ground.run([
        'setpriv',
        '--reuid=65534',
        '--regid=65534',
        '--clear-groups',
        ...command,
      ]);
      expect(watching.first.failed, watching.first.text).toBeUndefined();
      for (const task of readdirSync(`/proc/${watching.watcher}/task`)) {
        const status = readFileSync(`/proc/${watching.watcher}/task/${task}/status`, 'latin1');
        expect(status).toMatch(/^CapPrm:\s0+$/m);
        expect(status).toMatch(/^CapEff:\s0+$/m);
      }
      rmSync(node);
    },
  );

  it('without it the error names it; so it does where the interface is not there', async () => {
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const refused = await ground.watch({ interfaces: ['watched'] }, nobody);
    expect(refused.first).toMatchObject({ failed: 'NOT_PERMITTED' });
    expect(refused.first.text).toMatch(/CAP_NET_RAW is missing.*privileges\.md/);
    const unknown = await ground.watch({ interfaces: ['nowhere0'] });
    expect(unknown.first).toMatchObject({ failed: 'USAGE' });
    expect(unknown.first.text).toMatch(/there are .*watched/);
  });

  it('a program that cannot be started is an error, and nothing is left', async () => {
    const seen = await ground.watch({ interfaces: ['watched'], silent: true, command: ['/nowhere/at/all'] });
    expect(seen.first).toMatchObject({ failed: 'SYSTEM_CALL_FAILED' });
    await seen.exit();
    expect(ground.onHost('nft', 'list', 'tables')).toBe('');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s to either ends both in order', async (signal) => {
    for (const which of ['helper', 'watcher'] as const) {
      const seen = await begin({});
      process.kill(seen[which], signal);
      expect(await seen.exit()).toBe(0);
      expect(seen.lines.at(-1)?.stopped).toBe(which === 'helper' ? 'asked to stop' : signal);
    }
  });

  it('each process ends when the other is killed', async () => {
    const first = await begin({});
    process.kill(first.watcher, 'SIGKILL');
    expect(await first.exit()).toBe(137);
    const second = await begin({});
    const { watcher, helper } = second;
    process.kill(helper, 'SIGKILL');
    expect(await eventually(() => (isThere(watcher) ? undefined : true))).toBe(true);
    expect(second.lines.at(-1)?.stopped).toMatch(/gone/);
  });

  it('a decoy lets in, records and says nothing', async () => {
    const seen = await begin({ decoys: [23] });
    const heard = ground.onPeer('python3', '-c', visit(addresses.host, 23));
    expect(heard.trim()).toBe("b''");
    await seen.until(({ decoy }) => decoy?.transport === 'udp');
    await finished(seen);
    const records = seen.lines.flatMap(({ decoy }) => (decoy === undefined ? [] : [decoy]));
    expect(records).toMatchObject([
      { port: 23, transport: 'tcp', bytes: 'root\r\n', source: addresses.peer, end: 'closed' },
      { port: 23, transport: 'udp', bytes: 'hello', source: addresses.peer, end: 'datagram' },
    ]);
  });
});

function isSocket(pid: number, fd: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
  } catch {
    return false;
  }
}

const isThere = (pid: number): boolean => {
  try {
    // Nobody waits for it any more but the first process, who may take a while.
    return !/^State:\sZ/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
};

const knock = (address: string, port: number): string =>
  `import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('${address}', ${port}))`;

const volley = (address: string, count: number): string => `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i in range(${count}):
    s.sendto(b'x', ('${address}', 5000 + i % 1000))`;

const visit = (address: string, port: number): string => `
import socket
s = socket.create_connection(('${address}', ${port}))
s.sendall(b'root\\r\\n')
s.shutdown(socket.SHUT_WR)
s.settimeout(8)
print(s.recv(100))
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'hello', ('${address}', ${port}))`;

/** A datagram behind a hop-by-hop and a destination options header (IPV6_HOPOPTS 54, IPV6_DSTOPTS 59). */
const ipv6WithOptions = `
import socket
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
pad = bytes([0, 0, 1, 4, 0, 0, 0, 0])
s.setsockopt(41, 54, pad)
s.setsockopt(41, 59, pad)
s.sendto(b'x', ('${addresses.host6}', 4242))`;

const tagged = `
import socket, struct
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(('probing', 0))
def ip(port):
    udp = struct.pack('!HHHH', 999, port, 9, 0) + b'x'
    head = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, bytes([10,98,0,2]), bytes([10,98,0,1]))
    return head + udp
mac = b'\\xff' * 6 + b'\\x02\\0\\0\\0\\0\\x01'
s.send(mac + struct.pack('!HHH', 0x8100, 5, 0x0800) + ip(4301))
s.send(mac + struct.pack('!HHHHH', 0x88a8, 5, 0x8100, 7, 0x0800) + ip(4302))
# The priority makes the inner tag look like the first byte of an IPv4 header.
s.send(mac + struct.pack('!HHHHH', 0x88a8, 5, 0x8100, 0x4507, 0x0800) + ip(4303))`;

const server8080 = `
import socket, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('${addresses.host}', 8080))
s.listen(5)
print('ready', flush=True)
c, _ = s.accept()
n = 0
while n < 1000000: n += len(c.recv(100000))
c.sendall(b'y' * 1000000)
c.close()`;

const download = `
import socket
s = socket.create_connection(('${addresses.host}', 8080))
s.sendall(b'z' * 1000000)
n = 0
while True:
    d = s.recv(100000)
    if not d: break
    n += len(d)
assert n == 1000000`;
