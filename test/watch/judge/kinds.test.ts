import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/core/probe.ts';
import { judged, kindsOf } from './judged.ts';
import { address, echo, many, midnight, probe, summaryOf, udp } from './summaries.ts';

const second = 1_000_000;
const from = '198.51.100.7';

/** SYNs to different ports of one target, `gap` seconds apart, each connection from a port of its own. */
const ports = (count: number, gap = 0.05, fields: Partial<Probe> = {}): readonly Probe[] =>
  many(count, (i) =>
    probe({
      destinationPort: 1000 + i,
      sourcePort: 40_000 + i,
      sequence: 0x5bd1_e995 ^ (i * 7919),
      at: midnight + i * gap * second,
      ...fields,
    }),
  );

const hosts = (count: number, gap = 0.05, fields: Partial<Probe> = {}): readonly Probe[] =>
  many(count, (i) =>
    probe({ destination: address(i), sourcePort: 40_000 + i, at: midnight + i * gap * second, ...fields }),
  );

describe('a port scan', () => {
  it('is many ports of one target, with its figures', () => {
    const [scan] = judged([
      summaryOf(ports(214, 0.05602), { answered: { accepted: 1, refused: 213 }, toServices: 1 }),
    ]);
    expect(scan).toMatchObject({
      kind: 'port-scan',
      source: from,
      sources: [from],
      sourceCount: 1,
      transport: 'tcp',
      packets: 214,
      answered: { accepted: 1, refused: 213 },
    });
    expect(scan?.because[0]).toBe('214 different ports on 1 target in 12 s, 213 refused and 1 accepted.');
    expect(scan?.because.join(' ')).toContain('a scanner by the sequential test (TRW)');
    expect(scan?.rate).toBeCloseTo(214 / (213 * 0.05602), 6);
    expect(scan?.evidence).toHaveLength(16);
  });

  it('begins where the threshold says', () => {
    expect(kindsOf([summaryOf(ports(3))])).toEqual([`probe ${from}`]);
    expect(kindsOf([summaryOf(ports(4))])).toEqual([`port-scan ${from}`]);
    expect(kindsOf([summaryOf(ports(30))], { thresholds: { scanPorts: 31 } })).toEqual([`probe ${from}`]);
  });

  it('asks more of an ordinary kernel of the own network', () => {
    expect(kindsOf([summaryOf(ports(7), { near: true })])).toEqual([`probe ${from}`]);
    expect(kindsOf([summaryOf(ports(8), { near: true })])).toEqual([`port-scan ${from}`]);
  });

  it('asks no more of a scanner of the own network', () => {
    const nmap = ports(4, 0.01, {
      window: 1024,
      dontFragment: false,
      headerLength: 24,
      options: ['mss 1460'],
    });
    const summary = summaryOf(nmap, { near: true, signs: { nmapSyn: 4 }, ttl: { low: 40, high: 59 } });
    expect(kindsOf([{ ...summary, packets: 6, signsTried: 4 }])).toEqual([`port-scan ${from}`]);
  });

  it('says the flags that open no connection', () => {
    const xmas = ports(20, 0.01, {
      flags: 'FPU',
      window: 1024,
      headerLength: 20,
      options: [],
      dontFragment: false,
    });
    const [scan] = judged([summaryOf(xmas, { near: true, answered: { accepted: 0, refused: 19 } })]);
    expect(scan?.kind).toBe('port-scan');
    expect(scan?.because.join(' ')).toContain('20 with FIN, PSH and URG');
  });

  it('is one even where such probes reach services', () => {
    const nulls = ports(20, 0.01, {
      flags: '',
      window: 1024,
      headerLength: 20,
      options: [],
      dontFragment: false,
    });
    expect(kindsOf([summaryOf(nulls, { toServices: 20 })])).toEqual([`port-scan ${from}`]);
  });

  it('counts IP protocols as such', () => {
    const protocols = many(9, (i) =>
      summaryOf([udp({ protocol: `proto-${100 + i}`, sourcePort: null, destinationPort: null })]),
    );
    const [scan, ...more] = judged(protocols);
    expect(more).toEqual([]);
    expect(scan).toMatchObject({ kind: 'port-scan', packets: 9, ports: { count: 9, exact: true } });
    expect(scan?.because[0]).toContain('9 different IP protocols');
    const again = protocols.map((summary, i) => ({ ...summary, near: true, retries: Math.min(i, 1) }));
    expect(kindsOf(again)).toEqual([`port-scan ${from}`]);
  });
});

describe('a host sweep and a block scan', () => {
  it('are told by ports and targets', () => {
    expect(kindsOf([summaryOf(hosts(30))])).toEqual([`host-sweep ${from}`]);
    const grid = many(60, (i) =>
      probe({ destination: address(i % 10), destinationPort: 20 + (i % 6), sourcePort: i }),
    );
    expect(kindsOf([summaryOf(grid)])).toEqual([`block-scan ${from}`]);
  });

  it('name the port by the registry', () => {
    const names = { registryName: () => 'http' };
    expect(judged([summaryOf(hosts(30))], names)[0]?.because[0]).toContain(
      '30 different targets for port 80 (http)',
    );
  });

  it('go by pings too', () => {
    const sweep = many(50, (i) => echo({ destination: address(i), echo: { id: i, sequence: 0 } }));
    const [scan] = judged([summaryOf(sweep, { near: true })]);
    expect(scan).toMatchObject({ kind: 'host-sweep', transport: 'icmp', ports: { count: 0 } });
    expect(scan?.because[0]).toContain('50 different targets by icmp');
  });

  it('are recognised over hours', () => {
    const slow = hosts(7, 900);
    const [scan] = judged([summaryOf(slow)]);
    expect(scan?.kind).toBe('host-sweep');
    expect(scan?.because.join(' ')).toContain('Slow: 7 packets over 90 min');
  });

  it('bear estimated numbers', () => {
    const summary = summaryOf(hosts(30), {
      targets: { count: 65_536, exact: false, top: [] },
      packets: 70_000,
      retries: 0,
      pairs: { count: 65_536, exact: false },
    });
    expect(judged([summary])[0]?.because[0]).toContain('about 65,536 different targets');
  });
});

describe('a probe', () => {
  it('is one packet to where nothing listens, and may be forged', () => {
    const [scan] = judged([summaryOf([probe({ destinationPort: 23 })])]);
    expect(scan).toMatchObject({ kind: 'probe', spoofable: true, rate: null });
    expect(scan?.because).toEqual(['1 packet to port 23 of 1 target, no answer seen.']);
  });

  it('is not forged where a connection was taken and gone on with', () => {
    const answered = { accepted: 1, refused: 19 };
    expect(judged([summaryOf(ports(20), { answered, toServices: 1 })])[0]?.spoofable).toBe(false);
    expect(judged([summaryOf(ports(20), { answered })])[0]?.spoofable).toBe(true);
    expect(judged([summaryOf(ports(20), { toServices: 1 })])[0]?.spoofable).toBe(true);
  });
});

describe('what is ordinary', () => {
  const browsing = hosts(40, 1, { destinationPort: 443 });

  it.each([
    [
      'browsing servers that answer',
      summaryOf(browsing, { near: true, answered: { accepted: 40, refused: 0 } }),
    ],
    [
      'browsing where a few are down',
      summaryOf(browsing, { near: true, answered: { accepted: 37, refused: 1 } }),
    ],
    [
      'a client of a service here',
      summaryOf(hosts(1), { answered: { accepted: 1, refused: 0 }, toServices: 1 }),
    ],
    ['a client with one failure', summaryOf(ports(3), { answered: { accepted: 2, refused: 1 } })],
    ['nothing at all', summaryOf([])],
    [
      'neighbour discovery',
      summaryOf(
        many(9, (i) =>
          echo({
            protocol: 'icmpv6',
            icmp: { type: 135, code: 0 },
            echo: null,
            destination: `2001:db8::${i}`,
          }),
        ),
      ),
    ],
    [
      'OSPF of a router',
      summaryOf([udp({ protocol: 'proto-89', sourcePort: null, destinationPort: null })], { near: true }),
    ],
    [
      'a peer-to-peer client',
      summaryOf(
        many(80, (i) =>
          udp({ destination: address(i), destinationPort: 6881 + ((i * 577) % 40_000), sourcePort: 51_413 }),
        ),
        { near: true, answered: { accepted: 12, refused: 0 } },
      ),
    ],
    [
      'peers that look for a client that left',
      summaryOf([udp({ destinationPort: 51_413, payload: '64313a6164323a696432303a', payloadLength: 96 })]),
    ],
    [
      'QUIC that a firewall drops',
      summaryOf(
        many(60, (i) => udp({ destination: address(i), destinationPort: 443, sourcePort: 50_000 + i })),
        { near: true },
      ),
    ],
  ])('is not reported: %s', (_, summary) => {
    expect(judged([summary])).toEqual([]);
  });

  it('does not hide a scanner that some services took', () => {
    const summary = summaryOf(ports(200), { answered: { accepted: 12, refused: 188 }, toServices: 12 });
    expect(kindsOf([summary])).toEqual([`port-scan ${from}`]);
  });

  it('does not hide a scanner behind its own visits of one service', () => {
    const visits = many(300, (i) => probe({ destinationPort: 443, sourcePort: 30_000 + i }));
    const summary = summaryOf([...visits, ...ports(40)], { answered: { accepted: 300, refused: 40 } });
    expect(kindsOf([summary])).toEqual([`port-scan ${from}`]);
    // Live, what goes to the services of this host is not among the probes.
    expect(kindsOf([summaryOf(ports(40), { toServices: 900 })])).toEqual([`port-scan ${from}`]);
    expect(kindsOf([summaryOf(ports(2), { toServices: 900 })])).toEqual([]);
  });

  it('does not hide a known scanner whose every probe was taken', () => {
    const zmap = hosts(3, 0.1, {
      destinationPort: 443,
      ipId: 54_321,
      window: 65_535,
      dontFragment: false,
      headerLength: 20,
      options: [],
    });
    const summary = summaryOf(zmap, {
      toServices: 3,
      answered: { accepted: 3, refused: 0 },
      signs: { zmapIdentification: 3, bareSyn: 3 },
    });
    expect(judged([summary])[0]).toMatchObject({ kind: 'probe', tool: { name: 'zmap' } });
  });
});
