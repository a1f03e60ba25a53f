import { describe, expect, it } from 'vitest';
import { type Bytes, hex, ipv4, tcp, type TcpFields, udp } from '../packets.ts';
import { analysed } from './analysed.ts';

const me = '198.51.100.7';
const server = '203.0.113.80';
const several = Array.from({ length: 14 }, (_, index) => index);

const send = (source: string, destination: string, fields: TcpFields): Bytes =>
  ipv4(tcp({ window: 501, ...fields }), { source, destination, dontFragment: true });
const victims = (packets: readonly Bytes[]): readonly string[] =>
  analysed(packets)
    .findings()
    .backscatter.victims.map(({ address, packets: count }) => `${address} ${count}`);

describe('answers that may be late', () => {
  it('resets from a web server to passing ports of one host name no victim', () => {
    const packets = several.map((index) =>
      send(server, me, {
        sourcePort: 443,
        destinationPort: 50_000 + index,
        flags: index % 2 === 0 ? 'R' : 'RA',
      }),
    );
    const findings = analysed(packets).findings();
    expect(findings.backscatter).toEqual({ packets: 0, victims: [] });
    expect(findings.other).toEqual([{ name: 'late', packets: 14 }]);
  });

  it('nor do SYN-ACKs of connections that go on, where only their answers were captured', () => {
    const packets = several.flatMap((index) => {
      const back = { sourcePort: 443, destinationPort: 50_000 + index };
      return [
        send(server, me, { ...back, flags: 'SA' }),
        send(server, me, { ...back, flags: 'SA' }),
        send(server, me, { ...back, flags: 'PA', payload: hex('160303') }),
        send(server, me, { ...back, flags: 'FA' }),
      ];
    });
    const findings = analysed([...packets, ...packets]).findings();
    expect(findings.backscatter).toEqual({ packets: 0, victims: [] });
    expect(findings.scans).toEqual([]);
  });

  it('nor those that a client goes on with', () => {
    const packets = Array.from({ length: 40 }, (_, index) => [
      send(server, me, { sourcePort: 443, destinationPort: 50_000 + index, flags: 'SA' }),
      send(me, server, { sourcePort: 50_000 + index, destinationPort: 443, flags: 'A' }),
    ]).flat();
    expect(analysed(packets).findings().backscatter).toEqual({ packets: 0, victims: [] });
  });

  it('nor names that come late from a resolver', () => {
    const packets = several.map((index) =>
      ipv4(
        udp({
          sourcePort: 53,
          destinationPort: 40_000 + index * 7,
          payload: hex('123481800001000100000000'),
        }),
        { source: server, destination: me, protocol: 17 },
      ),
    );
    expect(victims(packets)).toEqual([]);
  });
});

describe('answers to forged senders', () => {
  it('go to several hosts', () => {
    const packets = several.map((index) =>
      send(server, `198.51.100.${index}`, { sourcePort: 443, destinationPort: 50_000 + index, flags: 'RA' }),
    );
    expect(victims(packets)).toEqual([`${server} 14`]);
  });

  it('or to ports that no client asks from', () => {
    const packets = several.map((index) =>
      send(server, me, { sourcePort: 443, destinationPort: 100 + index * 9, flags: 'RA' }),
    );
    expect(victims(packets)).toEqual([`${server} 14`]);
  });

  it('or are SYN-ACKs that nothing follows, many of them', () => {
    const packets = Array.from({ length: 40 }, (_, index) =>
      send(server, me, { sourcePort: 80, destinationPort: 2000 + index * 77, flags: 'SA' }),
    );
    expect(victims(packets)).toEqual([`${server} 40`]);
    expect(victims(packets.slice(0, 5))).toEqual([]);
  });

  it('or are reset by whom they are for', () => {
    const packets = several
      .slice(0, 5)
      .flatMap((index) => [
        send(server, me, { sourcePort: 80, destinationPort: 2000 + index * 77, flags: 'SA' }),
        send(me, server, { sourcePort: 2000 + index * 77, destinationPort: 80, flags: 'R', window: 0 }),
      ]);
    expect(victims(packets)).toEqual([`${server} 5`]);
  });
});

describe('sources that as a whole probe nothing', () => {
  const ports = Array.from({ length: 30 }, (_, index) => index);
  const datagram = (
    sourcePort: number,
    destinationPort: number,
    bytes: Bytes,
    destination = me,
    source = server,
  ): Bytes =>
    ipv4(udp({ sourcePort, destinationPort, payload: bytes }), { source, destination, protocol: 17 });
  const kinds = (packets: readonly (Bytes | { bytes: Bytes; at: number })[]): readonly string[] =>
    analysed(packets)
      .findings()
      .scans.map(({ kind }) => kind);
  const data = hex('aabbccddeeff');

  it('datagrams from one port to ephemeral ones of a host are late answers', () => {
    const packets = ports.map((port) => datagram(51_413, 40_003 + port * 12, data));
    const findings = analysed(packets).findings();
    expect(findings.scans).toEqual([]);
    expect(findings.other).toEqual([{ name: 'late', packets: 30 }]);
  });

  it('are a scan without data, to lower ports, or to several hosts', () => {
    expect(kinds(ports.map((port) => datagram(51_413, 40_003 + port, hex(''))))).toEqual(['port-scan']);
    expect(kinds(ports.map((port) => datagram(51_413, 2000 + port, data)))).toEqual(['port-scan']);
    expect(
      kinds(ports.map((port) => datagram(51_413, 40_003 + port, data, `198.51.100.${port}`))),
    ).not.toEqual([]);
  });

  const sound = (each: number, apart: number): { bytes: Bytes; at: number }[] =>
    ports.slice(0, 12).flatMap((call) =>
      Array.from({ length: each }, (_, index) => ({
        bytes: datagram(20_000 + call * 2, 16_384 + call * 2, data),
        at: call * 30_000 + index * apart,
      })),
    );

  it('a hundred datagrams to each of a dozen ports are streams', () => {
    const findings = analysed(sound(100, 20)).findings();
    expect(findings.scans).toEqual([]);
    expect(findings.other).toEqual([{ name: 'established', packets: 1200 }]);
  });

  it('three to each, or so many over hours, are none', () => {
    expect(kinds(sound(3, 20))).toEqual(['port-scan']);
    expect(kinds(sound(20, 60_000))).not.toEqual([]);
  });

  const ftp = (sourcePort: number, first: number, options: Bytes): Bytes[] =>
    ports.map((port) =>
      send(server, me, {
        sourcePort,
        destinationPort: first + port,
        flags: 'S',
        window: 64_240,
        sequence: Math.imul(port, 0x9e3779b1) >>> 0,
        options,
      }),
    );
  const linux = hex('020405b40402080a000000010000000001030307');

  it('connections of a kernel from port 20 to passing ports are those of FTP', () => {
    expect(kinds(ftp(20, 50_000, linux))).toEqual([]);
  });

  it('are a scan from another port, to system ports, or by a raw socket', () => {
    expect(kinds(ftp(21, 50_000, linux))).toEqual(['port-scan']);
    expect(kinds(ftp(20, 1000, linux))).toEqual(['port-scan']);
    expect(kinds(ftp(20, 50_000, hex('020405b4')))).toEqual(['port-scan']);
  });
});
