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
  const found200 = ascii('HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n');

  it('over HTTP say so by themselves', () => {
    expect(
      found(
        many.map((port) => send('192.168.1.50', '192.168.1.9', 40_000 + port, 50_000 + port * 13, found200)),
      ).scans,
    ).toEqual([]);
  });
});
