import { describe, expect, test } from 'vitest';
import { type ClosedEvidence, closedReasons } from '../../src/inspect/closed.ts';
import type { Publication, Unit } from '../../src/inspect/listener.ts';

const host = {
  ephemeral: { from: 32_768, to: 60_999 },
  reserved: [{ from: 40_000, to: 40_010 }],
  unprivilegedFrom: 1024,
};
const nothing: ClosedEvidence = { port: 8080, host, connections: null, published: [], sleeping: [] };
const publication: Publication = {
  transport: 'tcp',
  hostAddress: '0.0.0.0',
  hostPort: 8080,
  targetAddress: '172.18.0.3',
  targetPort: 80,
  by: 'iptables',
  container: null,
};
const unit: Unit = {
  name: 'ssh.socket',
  type: 'socket',
  socketUnit: 'ssh.socket',
  source: 'systemd',
  sleeping: true,
  activates: 'ssh.service',
};
const netns = { inode: 7, name: 'blue', own: false };

const kinds = (given: Partial<ClosedEvidence>): readonly string[] =>
  closedReasons({ ...nothing, ...given }).map(({ kind }) => kind);

describe('closedReasons', () => {
  test.each<[string, Partial<ClosedEvidence>, readonly string[]]>([
    ['truly free', {}, []],
    ['connections that linger', { connections: { timeWait: 3, connected: 0 } }, ['time-wait']],
    ['both sorts of connections', { connections: { timeWait: 3, connected: 2 } }, ['time-wait', 'connected']],
    ['none', { connections: { timeWait: 0, connected: 0 } }, []],
    [
      'TCP connections say nothing of UDP',
      { transport: 'udp', connections: { timeWait: 3, connected: 2 } },
      [],
    ],
    ['asked for TCP', { transport: 'tcp', connections: { timeWait: 1, connected: 0 } }, ['time-wait']],
    ['published', { published: [publication] }, ['published']],
    ['a sleeping socket', { sleeping: [unit] }, ['sleeping-socket']],
    ['ephemeral', { port: 50_000 }, ['ephemeral']],
    ['the ends of the range', { port: 60_999 }, ['ephemeral']],
    ['past the range', { port: 61_000 }, []],
    ['reserved, and so not ephemeral', { port: 40_005 }, ['reserved-by-os']],
    [
      'unknown settings',
      { port: 50_000, host: { ephemeral: null, reserved: null, unprivilegedFrom: null } },
      [],
    ],
    ['elsewhere', { otherNamespaces: [netns] }, ['other-namespace']],
    [
      'everything at once, what matters most first',
      {
        port: 50_000,
        published: [publication],
        sleeping: [unit],
        connections: { timeWait: 1, connected: 1 },
        otherNamespaces: [netns],
      },
      ['published', 'sleeping-socket', 'time-wait', 'connected', 'ephemeral', 'other-namespace'],
    ],
  ])('%s', (_, given, expected) => {
    expect(kinds(given)).toEqual(expected);
  });

  test('carries the evidence', () => {
    expect(closedReasons({ ...nothing, connections: { timeWait: 3, connected: 0 } })).toEqual([
      { kind: 'time-wait', count: 3 },
    ]);
    expect(closedReasons({ ...nothing, port: 50_000 })).toEqual([
      { kind: 'ephemeral', from: 32_768, to: 60_999 },
    ]);
    expect(closedReasons({ ...nothing, port: 40_000, reservedBy: 'winnat' })).toEqual([
      { kind: 'reserved-by-os', source: 'winnat' },
    ]);
    expect(closedReasons({ ...nothing, published: [publication] })).toEqual([
      { kind: 'published', publication },
    ]);
  });
});

describe('sockets that have the port without listening', () => {
  const evidence = {
    port: 8000,
    host: { ephemeral: null, reserved: [], unprivilegedFrom: 1024 },
    published: [],
    sleeping: [],
    connections: { timeWait: 0, connected: 2, bound: 1, connectedUdp: 3 },
  };

  test.each([
    [
      null,
      [
        { kind: 'bound', count: 1 },
        { kind: 'connected', count: 5 },
      ],
    ],
    [
      'tcp',
      [
        { kind: 'bound', count: 1 },
        { kind: 'connected', count: 2 },
      ],
    ],
    ['udp', [{ kind: 'connected', count: 3 }]],
    ['sctp', []],
  ] as const)('asked for %s', (transport, expected) => {
    expect(closedReasons({ ...evidence, transport })).toEqual(expected);
  });

  test('an old kernel does not tell of bound ones', () => {
    expect(closedReasons({ ...evidence, connections: { timeWait: 0, connected: 0, bound: null } })).toEqual(
      [],
    );
  });
});
