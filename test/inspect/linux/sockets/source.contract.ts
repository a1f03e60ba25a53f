import { afterEach, describe, expect, test } from 'vitest';
import type { SocketKind } from '../../../../src/core/transport.ts';
import type { ListedSocket } from '../../../../src/inspect/listener.ts';
import { kernelListsBound } from '../../../../src/inspect/linux/sockets/connections.ts';
import type { SocketQuery, SocketSource } from '../../../../src/inspect/linux/sockets/source.ts';
import {
  acceptFrom,
  everyEtherType,
  loopback4,
  loopback6,
  mapped4,
  type Opened,
  openSocket,
  option,
  protocol,
  type Wanted,
} from './open-socket.ts';

/** One way of listing, and the namespace whose sockets it lists. */
export interface Candidate {
  readonly open: () => SocketSource;
  /** Runs in the namespace that `open` lists; in the own one if not given. */
  readonly within?: <T>(work: () => T) => T;
  /** What sock_diag tells and /proc does not. */
  readonly tellsAll: boolean;
}

const root = process.getuid?.() === 0;
const netns = { inode: 7, name: 'contract', own: false };
const kinds: readonly SocketKind[] = ['tcp', 'udp', 'sctp', 'dccp', 'raw', 'packet'];
/** tcpmux: nobody has it. */
const unusedPort = 1;
const byNumber = (a: number, b: number): number => a - b;
const lo = new TextEncoder().encode('lo');

/** The sockets a test opens, and what the candidate lists of them. */
class Bench {
  readonly #candidate: () => Candidate;
  #opened: Opened[] = [];

  constructor(candidate: () => Candidate) {
    this.#candidate = candidate;
  }

  keep(make: () => Opened): Opened {
    const { within = (work) => work() } = this.#candidate();
    const socket = within(make);
    this.#opened.push(socket);
    return socket;
  }

  list(query: Partial<SocketQuery>): readonly ListedSocket[] {
    return this.ask((source) => {
      const answer = source.list({ kinds: new Set(kinds), port: null, connectedUdp: false, netns, ...query });
      expect(answer.notes).toEqual([]);
      return answer.sockets;
    });
  }

  ask<T>(question: (source: SocketSource) => T): T {
    const source = this.#candidate().open();
    try {
      return question(source);
    } finally {
      source.close();
    }
  }

  /** A fact that not every candidate tells. */
  told<T>(value: T): T | null {
    return this.#candidate().tellsAll ? value : null;
  }

  clear(): void {
    for (const socket of this.#opened) socket.close();
    this.#opened = [];
  }
}

/** What every way of listing must do, on real sockets. `candidate` is called in each test. */
export function describeSource(name: string, candidate: () => Candidate): void {
  describe(`${name} keeps the contract`, () => {
    const bench = new Bench(candidate);
    const open = (wanted: Wanted): Opened => bench.keep(() => openSocket(wanted));
    const listed = (socket: Opened, query: Partial<SocketQuery> = {}): readonly ListedSocket[] =>
      bench.list(query).filter(({ inode }) => inode === socket.inode);
    const inodes = (query: Partial<SocketQuery>): readonly number[] =>
      bench
        .list(query)
        .map(({ inode }) => inode)
        .sort(byNumber);

    afterEach(() => bench.clear());

    test.each<[string, Wanted, Partial<ListedSocket>]>([
      ['every IPv4 address', { family: 4, type: 'stream' }, { address: '0.0.0.0', dualStack: false }],
      [
        'IPv4 loopback',
        { family: 4, type: 'stream', address: loopback4 },
        { address: '127.0.0.1', dualStack: false },
      ],
      [
        'IPv6 loopback',
        { family: 6, type: 'stream', address: loopback6 },
        { address: '::1', dualStack: false },
      ],
      [
        'IPv4 on an IPv6 socket',
        { family: 6, type: 'stream', address: mapped4 },
        { address: '::ffff:127.0.0.1', dualStack: false },
      ],
    ])('a TCP listener on %s', (_, wanted, expected) => {
      const socket = open({ ...wanted, backlog: 37 });
      const { family } = wanted;
      expect(listed(socket)).toMatchObject([
        {
          kind: 'tcp',
          port: socket.port,
          protocol: null,
          family,
          ...expected,
          uid: process.getuid?.(),
          device: null,
          peer: null,
          netns,
        },
      ]);
      expect(listed(socket)[0]?.backlog).toEqual(bench.told({ current: 0, max: 37 }));
    });

    test.each<[string, number, boolean]>([
      ['dual stack', 0, true],
      ['IPv6 only', 1, false],
    ])('a wildcard IPv6 socket: %s', (_, v6Only, dualStack) => {
      for (const type of ['stream', 'datagram'] as const) {
        const queue = type === 'stream' ? { backlog: 1 } : {};
        const socket = open({ family: 6, type, options: [[option.v6Only, v6Only]], ...queue });
        expect(listed(socket)).toMatchObject([
          { family: 6, address: '::', dualStack: bench.told(dualStack) },
        ]);
      }
    });

    test('a UDP socket', () => {
      const socket = open({ family: 4, type: 'datagram', address: loopback4 });
      expect(listed(socket)).toMatchObject([
        {
          kind: 'udp',
          port: socket.port,
          protocol: null,
          address: '127.0.0.1',
          backlog: null,
          drops: 0,
          peer: null,
        },
      ]);
    });

    test('a connected UDP socket, only if asked for', () => {
      const server = open({ family: 6, type: 'datagram', address: loopback6 });
      const client = open({ family: 6, type: 'datagram', peerPort: server.port });
      expect(listed(client)).toEqual([]);
      const peer = { address: '::1', port: server.port };
      expect(listed(client, { connectedUdp: true })).toMatchObject([
        { kind: 'udp', port: client.port, peer },
      ]);
      expect(listed(server, { connectedUdp: true })).toMatchObject([{ peer: null }]);
    });

    test('an MPTCP listener is a TCP listener with the inode its holder sees', (ctx) => {
      let socket: Opened;
      try {
        socket = open({ family: 4, type: 'stream', protocol: protocol.mptcp, backlog: 5 });
      } catch {
        ctx.skip('this kernel has no MPTCP, or it is switched off');
        return;
      }
      expect(listed(socket)).toMatchObject([{ kind: 'tcp', port: socket.port, address: '0.0.0.0' }]);
    });

    test('a UDP-Lite socket is told apart from UDP', (ctx) => {
      let socket: Opened;
      try {
        socket = open({ family: 4, type: 'datagram', protocol: protocol.udpLite });
      } catch {
        ctx.skip('this kernel has no UDP-Lite');
        return;
      }
      expect(listed(socket)).toMatchObject([{ kind: 'udp', protocol: 136, port: socket.port }]);
    });

    test('sockets that share a port are each listed', () => {
      const share = [[option.reusePort, 1]] as const;
      const first = open({ family: 4, type: 'stream', options: share, backlog: 1 });
      const second = open({ family: 4, type: 'stream', options: share, backlog: 1, port: first.port });
      const both = [first.inode, second.inode].sort(byNumber);
      expect(inodes({ port: first.port, kinds: new Set(['tcp']) })).toEqual(both);
    });

    test('what does not listen is not listed', () => {
      const bound = open({ family: 4, type: 'stream', address: loopback4 });
      const server = open({ family: 4, type: 'stream', address: loopback4, backlog: 1 });
      const client = open({ family: 4, type: 'stream', peerPort: server.port });
      expect([...listed(bound), ...listed(client)]).toEqual([]);
      const queue = bench.told({ current: 1, max: 1 });
      expect(listed(server)[0]?.backlog).toEqual(queue);
    });

    test('a query for one port or kind gives no other', () => {
      const tcp = open({ family: 4, type: 'stream', backlog: 1 });
      const udp = open({ family: 6, type: 'datagram', options: [[option.v6Only, 1]], port: tcp.port });
      open({ family: 4, type: 'stream', backlog: 1 });
      const query = { port: tcp.port };
      expect(inodes(query)).toEqual([tcp.inode, udp.inode].sort(byNumber));
      expect(inodes({ ...query, kinds: new Set(['udp']) })).toEqual([udp.inode]);
      expect(inodes({ port: 0 })).toEqual([]);
      expect(inodes({ kinds: new Set() })).toEqual([]);
    });

    test.skipIf(!root)('raw sockets (need root)', () => {
      const four = open({ family: 4, type: 'raw', protocol: protocol.icmp });
      const six = open({ family: 6, type: 'raw', protocol: protocol.icmp6 });
      const shape = { kind: 'raw', port: null, dualStack: false, drops: 0, peer: null };
      expect(listed(four)).toMatchObject([{ ...shape, family: 4, protocol: 1, address: '0.0.0.0' }]);
      expect(listed(six)).toMatchObject([{ ...shape, family: 6, protocol: 58, address: '::' }]);
      expect(listed(six, { port: 58 })).toEqual([]);
    });

    test.skipIf(!root)('packet sockets (need root)', () => {
      const socket = open({ family: 4, type: 'packet', protocol: everyEtherType });
      expect(listed(socket)).toMatchObject([
        {
          kind: 'packet',
          port: null,
          family: null,
          protocol: 3,
          address: '*',
          device: null,
          uid: process.getuid?.(),
        },
      ]);
    });

    test('what only the kernel tells: device, cgroup, drops', () => {
      const socket = open({ family: 4, type: 'stream', backlog: 1, options: [[option.bindToDevice, lo]] });
      const [row] = listed(socket);
      expect(row?.device).toBe(bench.told('lo'));
      expect(row?.drops).toBe(bench.told(0));
      expect(row?.cgroupId).toEqual(candidate().tellsAll ? expect.any(BigInt) : null);
    });

    test('connections of a port where nobody listens any more are counted', () => {
      const server = open({ family: 4, type: 'stream', address: loopback4, backlog: 5 });
      const clients = [1, 2].map(() => open({ family: 4, type: 'stream', peerPort: server.port }));
      const [first, second] = clients.map(() => bench.keep(() => acceptFrom(server)));
      const udp = open({ family: 4, type: 'datagram', port: server.port, address: loopback4, peerPort: 9 });
      const bound = open({ family: 6, type: 'stream', port: server.port, options: [[option.v6Only, 1]] });
      expect([udp.port, bound.port]).toEqual([server.port, server.port]);
      server.close();
      // Who closes first waits: the side of the port in question.
      first?.close();
      clients[0]?.close();
      expect(second?.port).toBe(server.port);
      const count = (port: number): unknown => bench.ask((source) => source.countConnections(port));
      const onlyBound = bench.told(kernelListsBound() ? 1 : null);
      expect(count(server.port)).toEqual({ timeWait: 1, connected: 1, bound: onlyBound, connectedUdp: 1 });
      const none = { timeWait: 0, connected: 0, bound: onlyBound === null ? null : 0, connectedUdp: 0 };
      expect(count(unusedPort)).toEqual(none);
    });
  });
}
