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
