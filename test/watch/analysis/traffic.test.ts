import { describe, expect, it } from 'vitest';
import type { Findings } from '../../../src/watch/findings.ts';
import {
  be16,
  be32,
  hex,
  icmp,
  icmpEcho,
  type IpFields,
  ipv4,
  ipv6,
  join,
  tcp,
  type TcpFields,
  udp,
  type UdpFields,
  type Bytes,
} from '../packets.ts';
import { analysed } from './analysed.ts';

const me = '198.51.100.7';
const server = '203.0.113.80';
const other = '192.0.2.50';

const tcpFrom = (source: string, destination: string, fields: TcpFields): Bytes =>
  ipv4(tcp(fields), { source, destination });
const udpFrom = (source: string, destination: string, fields: UdpFields): Bytes =>
  ipv4(udp(fields), { source, destination, protocol: 17 });
const icmpFrom = (source: string, destination: string, bytes: Bytes, fields: IpFields = {}): Bytes =>
  ipv4(bytes, { source, destination, protocol: 1, ...fields });

const others = (findings: Findings): Record<string, number> =>
  Object.fromEntries(findings.other.map(({ name, packets }) => [name, packets]));

/** A whole connection, as a browser makes it. */
function connection(client: string, host: string, sourcePort: number, port = 443): Bytes[] {
  const there = { sourcePort, destinationPort: port };
  const back = { sourcePort: port, destinationPort: sourcePort };
  return [
    tcpFrom(client, host, { ...there, flags: 'S', window: 64240 }),
    tcpFrom(host, client, { ...back, flags: 'SA' }),
    tcpFrom(client, host, { ...there, flags: 'A' }),
    tcpFrom(client, host, { ...there, flags: 'PA', payload: hex('160301') }),
    tcpFrom(host, client, { ...back, flags: 'PA', payload: hex('160303') }),
    tcpFrom(client, host, { ...there, flags: 'FA' }),
    tcpFrom(host, client, { ...back, flags: 'FA' }),
    tcpFrom(client, host, { ...there, flags: 'A' }),
  ];
}

describe('ordinary traffic', () => {
  it('of a browser is no scan', () => {
    const packets = Array.from({ length: 60 }, (_, index) =>
      connection(me, `203.0.113.${index + 1}`, 40_000 + index),
    ).flat();
    const findings = analysed(packets).findings();
    expect(findings.scans).toEqual([]);
    expect(findings.backscatter).toEqual({ packets: 0, victims: [] });
    expect(others(findings)['answers']).toBe(60);
  });

  it('that began before the capture is no scan', () => {
    const packets = Array.from({ length: 30 }, (_, index) =>
      connection(me, `203.0.113.${index + 1}`, 40_000 + index, 22).slice(2),
    ).flat();
    const findings = analysed(packets).findings();
    expect(findings.scans).toEqual([]);
    expect(findings.backscatter.packets).toBe(0);
  });

  it('that comes late from servers, one way only, is no scan', () => {
    const packets = Array.from({ length: 40 }, (_, index) => [
      // Not window 1024 without DF: that is nmap's.
      tcpFrom(`203.0.113.${index + 1}`, me, {
        sourcePort: 443,
        destinationPort: 50_000 + index,
        flags: 'A',
        window: 501,
      }),
      tcpFrom(`203.0.113.${index + 1}`, me, {
        sourcePort: 443,
        destinationPort: 50_000 + index,
        flags: 'FA',
        window: 501,
      }),
      tcpFrom(server, me, {
        sourcePort: 443,
        destinationPort: 51_000 + index,
        flags: 'PA',
        payload: hex('170303'),
      }),
    ]).flat();
    const findings = analysed(packets).findings();
    expect(findings.scans).toEqual([]);
    expect(others(findings)['late']).toBe(120);
  });

  it('of names, times and QUIC is no scan', () => {
    const packets = Array.from({ length: 20 }, (_, index) => [
      udpFrom(me, '192.0.2.53', {
        sourcePort: 41_000 + index,
        destinationPort: 53,
        payload: hex('123401000001000000000000'),
      }),
      udpFrom('192.0.2.53', me, {
        sourcePort: 53,
        destinationPort: 41_000 + index,
        payload: hex('123481800001000100000000'),
      }),
      udpFrom(me, `203.0.113.${index + 1}`, {
        sourcePort: 42_000 + index,
        destinationPort: 443,
        payload: hex('c300000001'),
      }),
      udpFrom(`203.0.113.${index + 1}`, me, {
        sourcePort: 443,
        destinationPort: 42_000 + index,
        payload: hex('c300000001'),
      }),
    ]).flat();
    const late = udpFrom(server, me, { sourcePort: 443, destinationPort: 60_000, payload: hex('40') });
    const findings = analysed([...packets, late]).findings();
    expect(findings.scans).toEqual([]);
    expect(findings.backscatter.packets).toBe(0);
    expect(others(findings)).toMatchObject({ answers: 40, late: 1 });
  });

  it('of a peer-to-peer client is no scan, on its side nor on that of its peers', () => {
    const packets = Array.from({ length: 80 }, (_, index) => {
      const peer = `203.0.113.${index + 1}`;
      const port = 10_000 + index * 37;
      const ask = udpFrom('192.168.1.9', peer, {
        sourcePort: 51_413,
        destinationPort: port,
        payload: hex('64313a6164'),
      });
      const answer = udpFrom(peer, '192.168.1.9', {
        sourcePort: port,
        destinationPort: 51_413,
        payload: hex('64313a7264'),
      });
      return index % 3 === 0 ? [ask] : [ask, answer];
    }).flat();
    const asked = Array.from({ length: 30 }, (_, index) =>
      udpFrom(`192.0.2.${index + 1}`, '192.168.1.9', {
        sourcePort: 20_000 + index,
        destinationPort: 51_413,
        payload: hex('64313a6164'),
      }),
    );
    const findings = analysed([...packets, ...asked]).findings();
    expect(findings.scans).toEqual([]);
    expect(others(findings)['to-service']).toBe(30);
  });

  it('to many is counted, never a probe', () => {
    const findings = analysed([
      udpFrom('192.168.1.5', '224.0.0.251', { sourcePort: 5353, destinationPort: 5353 }),
      udpFrom('192.168.1.5', '239.255.255.250', { sourcePort: 50_000, destinationPort: 1900 }),
      udpFrom('0.0.0.0', '255.255.255.255', { sourcePort: 68, destinationPort: 67 }),
      udpFrom('192.168.1.5', '192.168.1.255', { sourcePort: 137, destinationPort: 137 }),
      ipv6(udp({ sourcePort: 546, destinationPort: 547 }), {
        source: 'fe80::1',
        destination: 'ff02::1:2',
        protocol: 17,
      }),
      ipv6(icmp(135, 0), { source: 'fe80::1', destination: 'fe80::2', protocol: 58 }),
    ]).findings();
    expect(findings.scans).toEqual([]);
    expect(others(findings)).toEqual({ multicast: 5, 'neighbour-discovery': 1 });
  });
});

describe('answers', () => {
  const scan = Array.from({ length: 20 }, (_, index) => {
    const there = { sourcePort: 44_444, destinationPort: 20 + index };
    const back = { sourcePort: 20 + index, destinationPort: 44_444 };
    const open = index === 2;
    return [
      tcpFrom(other, me, { ...there, flags: 'S' }),
      tcpFrom(me, other, { ...back, flags: open ? 'SA' : 'RA' }),
      ...(open ? [tcpFrom(other, me, { ...there, flags: 'R' })] : []),
    ];
  }).flat();

  it('to probes are counted for the prober and make no victim', () => {
    const { scans, backscatter } = analysed(scan).findings();
    expect(scans).toHaveLength(1);
    expect(scans[0]).toMatchObject({
      source: other,
      kind: 'port-scan',
      packets: 20,
      answered: { accepted: 1, refused: 19 },
    });
    expect(backscatter.packets).toBe(0);
  });

  it('of this host are its own', () => {
    const findings = analysed(scan, { own: [me] }).findings();
    expect(findings.scans[0]).toMatchObject({ packets: 20, answered: { accepted: 1, refused: 19 } });
    expect(others(findings)).toEqual({ own: 20, established: 1 });
  });

  it('by ICMP errors refuse what they quote', () => {
    const quoted = ipv4(tcp({ sourcePort: 40_000, destinationPort: 81 }), { source: other, destination: me });
    const { scans, backscatter } = analysed([
      tcpFrom(other, me, { sourcePort: 40_000, destinationPort: 81 }),
      icmpFrom(me, other, icmp(3, 3, be32(0), quoted)),
    ]).findings();
    expect(scans[0]?.answered).toEqual({ accepted: 0, refused: 1 });
    expect(backscatter.packets).toBe(0);
  });

  it('of echo requests belong to them', () => {
    const packets = Array.from({ length: 10 }, (_, index) => [
      icmpFrom(other, `198.51.100.${index}`, icmpEcho(8, 7, index)),
      icmpFrom(`198.51.100.${index}`, other, icmpEcho(0, 7, index)),
    ]).flat();
    const findings = analysed(packets).findings();
    expect(findings.backscatter.packets).toBe(0);
    expect(others(findings)['answers']).toBe(10);
  });
});

describe('backscatter', () => {
  it('makes victims, never scanners', () => {
    const packets = Array.from({ length: 50 }, (_, index) => [
      tcpFrom(server, `198.51.100.${index}`, {
        sourcePort: 80,
        destinationPort: 1024 + index * 7,
        flags: 'SA',
      }),
      tcpFrom('203.0.113.81', `198.51.100.${index}`, {
        sourcePort: 22,
        destinationPort: 1024 + index * 7,
        flags: 'RA',
      }),
      udpFrom('203.0.113.53', `198.51.100.${index}`, {
        sourcePort: 53,
        destinationPort: 3000 + index,
        payload: hex('123481800001000100000000'),
      }),
      icmpFrom('203.0.113.82', `198.51.100.${index}`, icmpEcho(0, 1, index)),
    ]).flat();
    const { scans, backscatter } = analysed(packets).findings();
    expect(scans).toEqual([]);
    expect(backscatter.packets).toBe(200);
    expect(backscatter.victims.map(({ address }) => address).sort()).toEqual(
      ['203.0.113.53', server, '203.0.113.81', '203.0.113.82'].sort(),
    );
    const victim = backscatter.victims.find(({ address }) => address === server);
    expect(victim).toMatchObject({
      packets: 50,
      answers: [{ kind: 'syn-ack', packets: 50 }],
      ports: [{ port: 80, packets: 50 }],
      targets: { count: 50, exact: true },
    });
    expect(victim?.evidence[0]).toMatchObject({ source: server, flags: 'SA' });
  });

  it('by ICMP names whom the forged packets were for', () => {
    const packets = Array.from({ length: 5 }, (_, index) => {
      const forged = `198.51.100.${index}`;
      const quoted = ipv4(tcp({ sourcePort: 1000 + index, destinationPort: 25 }), {
        source: forged,
        destination: server,
      });
      return icmpFrom('192.0.2.1', forged, icmp(3, 1, be32(0), quoted));
    });
    const { backscatter } = analysed(packets).findings();
    expect(backscatter.victims).toHaveLength(1);
    expect(backscatter.victims[0]).toMatchObject({
      address: server,
      packets: 5,
      answers: [{ kind: 'icmp-unreachable', packets: 5 }],
      ports: [{ port: 25, packets: 5 }],
    });
    expect(backscatter.victims[0]?.evidence[0]?.quoted).toMatchObject({
      destination: server,
      destinationPort: 25,
    });
  });

  it('that is repeated after a reset stays backscatter', () => {
    const answer = tcpFrom(server, me, { sourcePort: 80, destinationPort: 5000, flags: 'SA' });
    const reset = tcpFrom(me, server, { sourcePort: 5000, destinationPort: 80, flags: 'R' });
    const findings = analysed([answer, reset, answer, reset, answer, reset]).findings();
    expect(findings.backscatter.victims[0]?.packets).toBe(3);
    expect(others(findings)).toEqual({ answers: 3 });
  });

  it('of a single late answer makes no victim', () => {
    const { backscatter } = analysed([
      tcpFrom(server, me, { sourcePort: 443, destinationPort: 5000, flags: 'RA' }),
    ]).findings();
    expect(backscatter).toEqual({ packets: 1, victims: [] });
  });

  it('is told from requests by what a datagram says', () => {
    const dns = (flags: string): Bytes =>
      udpFrom(other, me, {
        sourcePort: 53,
        destinationPort: 5353,
        payload: hex(`1234${flags}0001000000000000`),
      });
    expect(analysed([dns('8180')]).findings().backscatter.packets).toBe(1);
    expect(analysed([dns('0100')]).findings().backscatter.packets).toBe(0);
    const ntp = (first: string): Bytes =>
      udpFrom(other, me, { sourcePort: 123, destinationPort: 123, payload: hex(`${first}00032a000000`) });
    expect(analysed([ntp('17')]).findings().backscatter.packets).toBe(0);
    expect(analysed([ntp('97')]).findings().backscatter.packets).toBe(1);
    expect(analysed([ntp('24')]).findings().backscatter.packets).toBe(1);
  });
});

describe('probes', () => {
  it('of all shapes are counted by them', () => {
    const flags = ['S', '', 'F', 'FPU', 'SFPU', 'A'];
    const packets = flags.flatMap((one) =>
      Array.from({ length: 6 }, (_, index) =>
        tcpFrom(other, me, { sourcePort: 50_000, destinationPort: 100 + index, flags: one }),
      ),
    );
    // Behind a SYN of the same tuple an ACK is its connection's: the ACK scan comes from another port.
    const { scans } = analysed(packets.slice(0, 30)).findings();
    expect(scans[0]).toMatchObject({ source: other, packets: 30, ports: { count: 6, exact: true } });
  });

  it('by ACK alone are a scan where they are several, late packets where they are one', () => {
    const ack = (port: number): Bytes =>
      tcpFrom(other, me, { sourcePort: 50_000, destinationPort: port, flags: 'A' });
    const several = analysed([22, 25, 80, 110, 143, 443].map(ack)).findings();
    expect(several.scans[0]).toMatchObject({ source: other, ports: { count: 6 } });
    const one = analysed([ack(443)]).findings();
    expect(one.scans).toEqual([]);
    expect(others(one)).toEqual({ late: 1 });
  });

  it('over IPv6 are told apart by whole addresses', () => {
    const packets = Array.from({ length: 40 }, (_, index) =>
      ipv6(tcp({ sourcePort: 50_000, destinationPort: 1 + (index >> 1) }), {
        source: `2001:db8::${(index & 1) + 1}`,
        destination: '2001:db8:1::7',
      }),
    );
    const { scans, sources } = analysed(packets).findings();
    expect(sources).toEqual({ count: 2, exact: true });
    expect(scans.flatMap((scan) => scan.sources).sort()).toEqual(['2001:db8::1', '2001:db8::2']);
    expect(scans[0]?.targets.top).toEqual(['2001:db8:1::7']);
  });

  it('to a service here are counted for a scanner and are none alone', () => {
    const syn = (port: number): Bytes => tcpFrom(other, me, { sourcePort: 50_000, destinationPort: port });
    const listens = (transport: string, port: number): boolean => transport === 'tcp' && port === 22;
    const alone = analysed([syn(22)], { own: [me], listens }).findings();
    expect(alone.scans).toEqual([]);
    expect(others(alone)).toEqual({ 'to-service': 1 });
    const scan = analysed([21, 22, 23, 25, 80, 110].map(syn), { own: [me], listens }).findings();
    expect(scan.scans[0]).toMatchObject({ kind: 'port-scan', packets: 5, ports: { count: 5 } });
  });

  it('of this host are its own, and so are their answers', () => {
    const findings = analysed(
      [
        tcpFrom(me, server, { sourcePort: 50_000, destinationPort: 443 }),
        tcpFrom(server, me, { sourcePort: 443, destinationPort: 50_000, flags: 'RA' }),
        udpFrom(me, server, { sourcePort: 50_000, destinationPort: 53 }),
        icmpFrom(me, server, icmpEcho(8, 1, 1)),
        icmpFrom(server, me, icmpEcho(0, 1, 1)),
        icmpFrom(
          '192.0.2.1',
          me,
          icmp(
            3,
            3,
            be32(0),
            ipv4(udp({ sourcePort: 50_000, destinationPort: 53 }), {
              source: me,
              destination: server,
              protocol: 17,
            }),
          ),
        ),
      ],
      { own: [me, '2001:db8::7'] },
    ).findings();
    expect(findings.scans).toEqual([]);
    expect(findings.backscatter.packets).toBe(0);
    expect(others(findings)).toEqual({ own: 3, answers: 3 });
  });

  it('of a source are told again after a day of silence', () => {
    const burst = (day: number): { bytes: Bytes; at: number }[] =>
      [1, 2, 3, 4, 5, 6].map((port) => ({
        bytes: tcpFrom(other, me, { sourcePort: 50_000, destinationPort: port + day * 10 }),
        at: day * 86_400_000 * 1.5 + port,
      }));
    const { scans } = analysed([...burst(0), ...burst(1)]).findings();
    expect(scans.map(({ packets }) => packets)).toEqual([6, 6]);
  });
});

describe('headers that lie', () => {
  it('are counted as cut or fragments', () => {
    const first = tcpFrom(other, me, {});
    const later = ipv4(join(be16(1), be16(2), be32(3)), {
      source: other,
      destination: me,
      fragmentOffset: 100,
    });
    const findings = analysed([first.subarray(0, 22), later]).findings();
    expect(findings.scans).toEqual([]);
    expect(others(findings)).toMatchObject({ fragments: 1 });
  });
});
