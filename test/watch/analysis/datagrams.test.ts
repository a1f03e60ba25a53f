import { describe, expect, it } from 'vitest';
import { type Bytes, hex, ipv4, join, udp } from '../packets.ts';
import { analysed } from './analysed.ts';

const me = '198.51.100.7';
const scanner = '192.0.2.66';
const many = Array.from({ length: 60 }, (_, index) => index);

const send = (
  source: string,
  destination: string,
  sourcePort: number,
  destinationPort: number,
  payload: Bytes = new Uint8Array(),
): Bytes =>
  ipv4(udp({ sourcePort, destinationPort, payload }), {
    source,
    destination,
    protocol: 17,
    dontFragment: true,
  });

const ascii = (text: string): Bytes => new TextEncoder().encode(text);
const found = (packets: readonly Bytes[]): { scans: readonly string[]; victims: number } => {
  const { scans, backscatter } = analysed(packets).findings();
  return {
    scans: scans.map(({ source, kind }) => `${source} ${kind}`),
    victims: backscatter.packets,
  };
};

describe('a scan from the port of a service', () => {
  it.each([20, 53, 123, 443, 500, 4500, 51_820])('%i, without data, is a scan', (from) => {
    const packets = many.map((port) => send(scanner, me, from, 1024 + port * 7));
    expect(found(packets)).toEqual({ scans: [`${scanner} port-scan`], victims: 0 });
  });

  it('53 with what is shorter than a DNS header, or asks', () => {
    for (const payload of ['0102030405', '12340100000100000000000003777777'])
      expect(found(many.map((port) => send(scanner, me, 53, 2000 + port * 9, hex(payload))))).toEqual({
        scans: [`${scanner} port-scan`],
        victims: 0,
      });
  });

  it('123 with what is no answer of a time server', () => {
    for (const first of ['00', '1b', '17'])
      expect(
        found(many.map((port) => send(scanner, me, 123, 2000 + port * 9, hex(`${first}00032a00000000`)))),
      ).toEqual({ scans: [`${scanner} port-scan`], victims: 0 });
  });

  it('is no scan where each datagram answers', () => {
    const answers = join(hex('123481800001000100000000'), ascii('example'));
    expect(found(many.map((port) => send(scanner, me, 53, 2000 + port * 9, answers))).scans).toEqual([]);
    expect(
      found(many.map((port) => send(scanner, me, 123, 2000 + port * 9, join(hex('24'), new Uint8Array(47)))))
        .scans,
    ).toEqual([]);
  });
});

describe('answers to what was asked of all', () => {
  const host = '192.168.1.9';
  const others = Array.from({ length: 10 }, (_, index) => `192.168.1.${50 + index}`);

  it.each([
    ['SSDP', '239.255.255.250', 1900],
    ['LLMNR', '224.0.0.252', 5355],
    ['WS-Discovery', '239.255.255.250', 3702],
    ['Plex', '192.168.1.255', 32_414],
  ] as const)('of %s come from anybody and from any port', (_, group, port) => {
    const packets = many
      .slice(0, 10)
      .flatMap((index) => [
        send(host, group, 50_000 + index * 13, port, ascii('query')),
        ...others.map((one, number) =>
          send(one, host, number === 0 ? port : 33_000 + index * 31, 50_000 + index * 13, ascii('answer')),
        ),
      ]);
    const findings = analysed(packets).findings();
    expect(findings.scans).toEqual([]);
    expect(findings.backscatter.packets).toBe(0);
    expect(findings.other).toContainEqual({ name: 'answers', packets: 100 });
  });

  it('of mDNS come from its port, and open no other', () => {
    const query = send(host, '224.0.0.251', 5353, 5353, hex('000000000001000000000000'));
    const answers = others.map((one) => send(one, host, 5353, 5353, hex('000084000000000100000000')));
    expect(found([query, ...answers])).toEqual({ scans: [], victims: 0 });
    const probes = many.map((port) => send(scanner, host, 40_000, 5353 + port, ascii('?')));
    expect(analysed([query, ...probes]).findings().scans).toMatchObject([{ packets: 60 }]);
  });

  it('over HTTP say so by themselves', () => {
    const answer = ascii('HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n');
    const packets = many.map((port) => send('192.168.1.50', host, 40_000 + port, 50_000 + port * 13, answer));
    expect(found(packets).scans).toEqual([]);
  });
});

describe("a network's last address", () => {
  it('gets what devices say to all, from any port', () => {
    const packets = many.flatMap((index) =>
      [32_412, 32_414, 9999, 6667, 65_001].map((port) =>
        send('192.168.1.20', '192.168.1.255', 40_000 + index, port, ascii('x')),
      ),
    );
    const findings = analysed(packets).findings();
    expect(findings.scans).toEqual([]);
    expect(findings.other).toEqual([{ name: 'multicast', packets: 300 }]);
  });

  it('is a target as any other for who is elsewhere', () => {
    const packets = many.map((port) => send(scanner, '192.168.1.255', 40_000, 1000 + port));
    expect(found(packets).scans).toEqual([`${scanner} port-scan`]);
  });
});
