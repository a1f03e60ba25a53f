import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { canMakeNamespaces } from '../sys/namespace-child.ts';
import { addresses, eventually, Ground, lacking, type Watching } from './live-ground.ts';

const able = canMakeNamespaces && lacking.length === 0;
const needs = `(needs root with CAP_SYS_ADMIN${lacking.length > 0 ? ` and ${lacking.join(', ')}` : ''})`;
const listeningPorts = [8080];

describe.skipIf(!able)(`what leaves the watched interface ${needs}`, () => {
  let ground: Ground;
  let watching: Watching | null = null;

  beforeAll(async () => {
    ground = new Ground();
    await ground.make();
    ground.onHost('nft', 'add table inet somebody; add chain inet somebody keep');
    const server = ground.start('host', ['python3', '-c', service], 'pipe');
    await eventually(() => (server.stdout?.read() === null ? undefined : true));
  });
  afterAll(() => ground.end());
  afterEach(async () => {
    if (watching !== null && !watching.ended) await watching.stop();
    watching = null;
  });

  const begin = async (options: object): Promise<Watching> => {
    watching = await ground.watch({ interfaces: ['watched'], listeningPorts, ...options });
    expect(watching.first.failed, `${watching.first.text} ${watching.complaint}`).toBeUndefined();
    return watching;
  };
  const tables = (): string[] => ground.onHost('nft', 'list', 'tables').trim().split('\n');

  /** What the peer receives from the watched host meanwhile, but for neighbours finding each other. */
  async function received(work: () => void | Promise<void>): Promise<string[]> {
    const listener = ground.start(
      'peer',
      ['tcpdump', '-i', 'probing', '-Q', 'in', '-nn', '-l', '--immediate-mode', notNeighbours],
      'pipe',
    );
    let [text, ready] = ['', ''];
    listener.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    listener.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      ready += chunk;
    });
    await eventually(() => (ready.includes('listening on') ? true : undefined));
    await work();
    // What tcpdump got last it writes before it ends.
    listener.kill('SIGINT');
    await eventually(() => (listener.exitCode === null ? undefined : true));
    return text.split('\n').filter((line) => line !== '');
  }

  const probeAll = (): void => {
    for (const how of ['-sS', '-sA', '-sN', '-sF', '-sX', '-sM']) {
      ground.onPeer('nmap', '-n', '-Pn', '--max-retries', '0', how, '-p', '2001-2010', addresses.host);
    }
    ground.onPeer('nmap', '-n', '-Pn', '--max-retries', '0', '-sO', '-p', '99-102', addresses.host);
    // A client's port range as well, and UDP.
    ground.onPeer('nmap', '-n', '-Pn', '--max-retries', '0', '-sA', '-p', '40001-40005', addresses.host);
    ground.onPeer(
      'nmap',
      '-n',
      '-Pn',
      '--max-retries',
      '0',
      '--host-timeout',
      '3s',
      '-sU',
      '-p',
      '2001-2003',
      addresses.host,
    );
    for (const how of ['-sS', '-sA', '-sU']) {
      ground.onPeer('nmap', '-6', '-n', '-Pn', '--max-retries', '0', how, '-p', '2001-2003', addresses.host6);
    }
    ground.onPeer('python3', '-c', pings);
  };

  it('nothing comes from the watch itself', async () => {
    const lines = await received(async () => {
      const seen = await begin({});
      await seen.until(({ counts }) => counts !== undefined);
      expect(await seen.stop()).toBe(0);
    });
    expect(lines).toEqual([]);
  });

  it('without --silent the kernel answers, and the watch says how often', async () => {
    const seen = await begin({});
    const lines = await received(probeAll);
    expect(await seen.stop()).toBe(0);
    const count = (fits: RegExp): number => lines.filter((line) => fits.test(line)).length;
    const answers = seen.counts()?.answers;
    expect(answers).toMatchObject({
      reset: count(/Flags \[R/),
      unreachable: count(/(?:udp port|protocol) \d+ unreachable|unreachable port/),
      echo: 2,
    });
    expect(answers?.reset).toBeGreaterThan(50);
    expect(answers?.unreachable).toBeGreaterThan(5);
    expect(count(/time stamp reply/)).toBe(1);
  });

  it('with --silent there is no answer at all, every probe is seen, and services go on', async () => {
    const seen = await begin({ silent: true });
    expect(tables()).toContain('table inet portreeve_watch');
    const lines = await received(() => {
      probeAll();
      expect(ground.onPeer('python3', '-c', ask(addresses.host))).toBe('served\n');
      expect(ground.onPeer('python3', '-c', ask(addresses.host6))).toBe('served\n');
    });
    expect(lines.filter((line) => !/[.:]8080[ >:]|\.8080:/.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(4);
    // Told with the next renewal.
    const told = await seen.until(({ silence }) => (silence?.dropped ?? 0) > 0);
    expect(told.silence?.failed).toBeNull();
    expect(await seen.stop()).toBe(0);
    const probed = new Set(seen.probes(false).map(({ flags, protocol }) => `${protocol} ${flags}`));
    expect([...probed]).toEqual(
      expect.arrayContaining(['tcp S', 'tcp A', 'tcp ', 'tcp F', 'tcp FPU', 'tcp FA', 'udp null']),
    );
    expect(seen.counts()?.answers).toEqual({ reset: 0, unreachable: 0, echo: 0 });
    expect(tables()).toEqual(['table inet somebody']);
  });

  it('late segments of connections of this host are refused as ever', async () => {
    await begin({ silent: true });
    const server = ground.start('peer', ['python3', '-c', lateSender], 'pipe');
    let said = '';
    server.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
    await eventually(() => (said.includes('ready') ? true : undefined));
    ground.onHost(
      'python3',
      '-c',
      `import socket; socket.create_connection(('${addresses.peer}', 9090)).close()`,
    );
    await eventually(() => (server.exitCode === null ? undefined : true));
    expect(said.split('\n')[1]).toBe('refused');
  });

  it('a silence whose watch was killed ends by itself, and the next one takes its table', async () => {
    const seen = await begin({ silent: true });
    process.kill(seen.helper, 'SIGKILL');
    process.kill(seen.watcher, 'SIGKILL');
    await seen.exit();
    expect(tables()).toContain('table inet portreeve_watch');
    expect(ground.onPeer('python3', '-c', connect)).toBe('timeout\n');
    const again = await eventually(() =>
      ground.onPeer('python3', '-c', connect) === 'refused\n' ? true : undefined,
    );
    expect(again).toBe(true);
    const next = await begin({ silent: true });
    expect(ground.onPeer('python3', '-c', connect)).toBe('timeout\n');
    const second = await ground.watch({ interfaces: ['watched'], silent: true });
    expect(second.first).toMatchObject({ failed: 'USAGE' });
    expect(second.first.text).toContain(`process ${next.helper} keeps silence already`);
    expect(await next.stop()).toBe(0);
    expect(tables()).toEqual(['table inet somebody']);
  });

  it('the table goes when the watcher alone is killed', async () => {
    const seen = await begin({ silent: true });
    process.kill(seen.watcher, 'SIGKILL');
    expect(await seen.exit()).toBe(137);
    expect(tables()).toEqual(['table inet somebody']);
  });

  it('a table of that name that is not ours is left alone, and silence is refused', async () => {
    ground.onHost('nft', 'add table inet portreeve_watch');
    try {
      const refused = await ground.watch({ interfaces: ['watched'], silent: true });
      expect(refused.first).toMatchObject({ failed: 'USAGE' });
      expect(tables()).toContain('table inet portreeve_watch');
    } finally {
      ground.onHost('nft', 'delete table inet portreeve_watch');
    }
  });

  it('CAP_NET_RAW and CAP_NET_ADMIN are enough for silence; the helper alone has them', async () => {
    const both = '+net_raw,+net_admin';
    const seen = await ground.watch({ interfaces: ['watched'], silent: true }, [
      'setpriv',
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      `--inh-caps=${both}`,
      `--ambient-caps=${both}`,
    ]);
    watching = seen;
    expect(seen.first.failed, seen.first.text).toBeUndefined();
    for (const task of readdirSync(`/proc/${seen.watcher}/task`)) {
      const status = readFileSync(`/proc/${seen.watcher}/task/${task}/status`, 'latin1');
      for (const set of ['CapPrm', 'CapEff', 'CapAmb'])
        expect(status).toMatch(new RegExp(`^${set}:\\s0+$`, 'm'));
    }
    expect(ground.onPeer('python3', '-c', connect)).toBe('timeout\n');
    // A renewal takes the privilege again.
    expect((await seen.until(({ silence }) => silence != null)).silence?.failed).toBeNull();
    expect(await seen.stop()).toBe(0);
    expect(tables()).toEqual(['table inet somebody']);
  });

  it('without CAP_NET_ADMIN silence is refused by name', async () => {
    const rawOnly = [
      'setpriv',
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      '--inh-caps=+net_raw',
      '--ambient-caps=+net_raw',
    ];
    const refused = await ground.watch({ interfaces: ['watched'], silent: true }, rawOnly);
    expect(refused.first).toMatchObject({ failed: 'NOT_PERMITTED' });
    expect(refused.first.text).toContain('CAP_NET_ADMIN');
  });
});

const notNeighbours = 'not arp and not (icmp6 and ip6[40] >= 130 and ip6[40] <= 143) and not ip6 proto 0';

const service = `
import socket
s = socket.socket(socket.AF_INET6)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('::', 8080))
s.listen(5)
print('ready', flush=True)
while True:
    c, _ = s.accept()
    c.recv(100)
    c.sendall(b'served')
    c.close()`;

const ask = (address: string): string => `
import socket
s = socket.create_connection(('${address}', 8080), 5)
s.sendall(b'hello')
print(s.recv(100).decode())`;

const connect = `
import socket
try:
    socket.create_connection(('${addresses.host}', 2050), 1)
except ConnectionRefusedError: print('refused')
except TimeoutError: print('timeout')`;

/** Echo and timestamp requests, then an echo request of ICMPv6, whose checksum the kernel fills in. */
const pings = `
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
for kind in (8, 13):
    body = struct.pack('!HHIII', 7, 1, 0, 0, 0)
    total = sum(struct.unpack('!10H', struct.pack('!BBH', kind, 0, 0) + body))
    total = (total >> 16) + (total & 0xffff)
    s.sendto(struct.pack('!BBH', kind, 0, ~(total + (total >> 16)) & 0xffff) + body, ('${addresses.host}', 0))
s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, 58)
s.sendto(struct.pack('!BBHHH', 128, 0, 0, 7, 1), ('${addresses.host6}', 0))`;

/** The client is gone by the time it sends: what it sends must be refused, or it would repeat it for minutes. */
const lateSender = `
import socket, time
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('${addresses.peer}', 9090))
s.listen(5)
print('ready', flush=True)
c, _ = s.accept()
time.sleep(0.3)
c.settimeout(5)
try:
    while True: c.sendall(b'y' * 100000)
except (ConnectionResetError, BrokenPipeError): print('refused')
except TimeoutError: print('timeout')`;
