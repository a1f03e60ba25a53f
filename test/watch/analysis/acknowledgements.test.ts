import { describe, expect, it } from 'vitest';
import { known, stride, word } from '../../../src/watch/record.ts';
import { Batch } from '../../../src/watch/record.ts';
import { createAnalysis } from '../../../src/watch/analysis/index.ts';
import { createPcapReader } from '../../../src/watch/capture/pcap.ts';
import { type Bytes, hex, ipv4, pcapFile, tcp, type TcpFields, udp } from '../packets.ts';
import { analysed } from './analysed.ts';

const me = '198.51.100.7';
const server = '203.0.113.80';
const scanner = '192.0.2.66';
const many = Array.from({ length: 60 }, (_, index) => index);

const send = (source: string, destination: string, fields: TcpFields, dontFragment = true): Bytes =>
  ipv4(tcp({ window: 5000 + ((fields.sourcePort ?? 0) % 91), ...fields }), {
    source,
    destination,
    dontFragment,
  });

/** What `reeve read` lists: scans, probes, misdirected clients. */
const told = (packets: readonly Bytes[]): readonly string[] =>
  analysed(packets)
    .findings()
    .scans.map(({ source, kind }) => `${source} ${kind}`);

describe('probes with ACK', () => {
  it('FIN-ACK to many ports is a port scan by nmap (-sM)', () => {
    const packets = many.map((port) =>
      send(
        scanner,
        me,
        {
          sourcePort: 64_532,
          destinationPort: port + 1,
          flags: 'FA',
          window: 1024,
          acknowledgement: 479_942_179,
          sequence: 0,
        },
        false,
      ),
    );
    const [scan, ...others] = analysed(packets).findings().scans;
    expect(others).toEqual([]);
    expect(scan).toMatchObject({ source: scanner, kind: 'port-scan', packets: 60, ports: { count: 60 } });
    expect(scan?.tool).toMatchObject({ name: 'nmap', level: 'likely' });
    expect(scan?.tool.because.join(' ')).toContain('bare FIN-ACK with window 1024 to 4096');
  });

  it.each(['FA', 'SFA', 'UA', 'FUA', 'SFUPA'])('%s to many ports is one whatever made it', (flags) => {
    const packets = many.map((port) =>
      send(scanner, me, { sourcePort: 50_000 + port * 7, destinationPort: port + 1, flags }),
    );
    expect(told(packets)).toEqual([`${scanner} port-scan`]);
    expect(analysed(packets).findings().backscatter.packets).toBe(0);
  });

  it('is one too where each port refuses', () => {
    const packets = many.flatMap((port) => [
      send(scanner, me, { sourcePort: 50_000, destinationPort: port + 1, flags: 'FA' }),
      send(me, scanner, { sourcePort: port + 1, destinationPort: 50_000, flags: 'R' }),
    ]);
    expect(told(packets)).toEqual([`${scanner} port-scan`]);
  });
});

describe('the acknowledgements of nmap -sA -g', () => {
  const from = (sourcePort: number, options?: Bytes): readonly Bytes[] =>
    many.map((port) =>
      send(
        scanner,
        me,
        {
          sourcePort,
          destinationPort: 1024 + port,
          flags: 'A',
          window: 1024,
          acknowledgement: 77,
          ...(options === undefined ? {} : { options }),
        },
        false,
      ),
    );

  it.each([20, 53, 80, 443])('from port %i are a scan, for all that they look late', (port) => {
    expect(told(from(port))).toEqual([`${scanner} port-scan`]);
  });

  it('would be late with options, as a connection has them', () => {
    expect(told(from(443, hex('0101080a0000000100000002')))).toEqual([]);
  });

  it('are one where the ports refuse', () => {
    const packets = from(443).flatMap((packet, port) => [
      packet,
      send(me, scanner, { sourcePort: 1024 + port, destinationPort: 443, flags: 'R', window: 0 }),
    ]);
    expect(told(packets)).toEqual([`${scanner} port-scan`]);
  });
});

describe('late FIN-ACKs are no scan', () => {
  it('of clients of a service here, each several times', () => {
    const packets = many.flatMap((client) =>
      Array.from({ length: 4 }, () =>
        send(`192.0.2.${client + 1}`, me, {
          sourcePort: 40_000 + client * 3,
          destinationPort: 443,
          flags: 'FA',
        }),
      ),
    );
    expect(told(packets)).toEqual([]);
  });

  it('of one client with many connections, acknowledgements among them', () => {
    const packets = many.flatMap((port) =>
      ['A', 'FA', 'FA'].map((flags) =>
        send(scanner, me, { sourcePort: 40_000 + port, destinationPort: 443, flags }),
      ),
    );
    expect(told(packets)).toEqual([]);
  });

  it('of servers, at system ports and above', () => {
    const packets = many.flatMap((port) =>
      [443, 8080, 32_400].map((from) =>
        send(server, me, { sourcePort: from, destinationPort: 40_000 + port, flags: 'FA' }),
      ),
    );
    expect(told(packets)).toEqual([]);
  });

  it('of a client here that leaves many servers', () => {
    const packets = many.map((host) =>
      send('192.168.1.9', `203.0.113.${host + 1}`, {
        sourcePort: 40_000 + host,
        destinationPort: 443,
        flags: 'FA',
      }),
    );
    expect(told(packets)).toEqual([]);
  });

  it('and acknowledgements with the timestamp of a connection', () => {
    const packets = many.flatMap((host) =>
      ['A', 'A', 'FA'].map((flags) =>
        send('192.168.1.9', `203.0.113.${host + 1}`, {
          sourcePort: 40_000 + host,
          destinationPort: 443,
          flags,
          options: hex('0101080a0000000100000002'),
        }),
      ),
    );
    expect(told(packets)).toEqual([]);
    expect(told(packets.filter((_, index) => index % 3 === 0))).toEqual([]);
  });

  it.each([
    ['behind a FIN', ['FA', 'A']],
    ['before one', ['A', 'FA']],
  ] as const)('with an acknowledgement %s', (_, flags) => {
    const packets = many.flatMap((host) =>
      flags.map((one) =>
        send(scanner, `203.0.113.${host + 1}`, {
          sourcePort: 40_000 + host,
          destinationPort: 20 + host,
          flags: one,
        }),
      ),
    );
    expect(told(packets)).toEqual([]);
  });

  it('behind data of the same connection', () => {
    const packets = many.flatMap((port) => {
      const ends = { sourcePort: 45_000 + port, destinationPort: 20 + port };
      return [
        send(scanner, me, { ...ends, flags: 'A' }),
        send(scanner, me, { ...ends, flags: 'PA', payload: hex('414243') }),
        send(scanner, me, { ...ends, flags: 'FA' }),
        send(scanner, me, { ...ends, flags: 'A' }),
      ];
    });
    expect(told(packets)).toEqual([]);
  });
});

/** A whole connection, as a browser makes it. */
function connection(client: string, host: string, sourcePort: number, port: number): Bytes[] {
  const there = { sourcePort, destinationPort: port };
  const back = { sourcePort: port, destinationPort: sourcePort };
  return [
    send(client, host, { ...there, flags: 'S', window: 64_240 }),
    send(host, client, { ...back, flags: 'SA' }),
    send(client, host, { ...there, flags: 'A' }),
    send(client, host, { ...there, flags: 'PA', payload: hex('160301') }),
    send(host, client, { ...back, flags: 'PA', payload: hex('160303') }),
    send(client, host, { ...there, flags: 'FA' }),
    send(host, client, { ...back, flags: 'FA' }),
    send(client, host, { ...there, flags: 'A' }),
  ];
}

const oneWay = (packets: readonly Bytes[], which: 0 | 1): readonly Bytes[] =>
  packets.filter((_, index) => [1, 4, 6].includes(index % 8) === (which === 1));

describe('captures of one direction only', () => {
  const visits = many.flatMap((host) =>
    connection('192.168.1.9', `203.0.113.${host + 1}`, 40_000 + host, 443),
  );
  const services = many.flatMap((port) => connection(scanner, me, 40_000 + port, 20 + port));

  it.each([
    ['many servers', visits],
    ['many services of one', services],
  ] as const)('ordinary connects to %s are neither scan nor probe', (_, packets) => {
    expect(told(packets)).toEqual([]);
    expect(told(oneWay(packets, 0))).toEqual([]);
    expect(told(oneWay(packets, 1))).toEqual([]);
  });

  it('QUIC beside connections to the same servers is no sweep, before or after them', () => {
    const packets = many.flatMap((host) => {
      const server = `203.0.113.${host + 1}`;
      const quic = (sourcePort: number): Bytes =>
        ipv4(udp({ sourcePort, destinationPort: 443, payload: hex('c300000001') }), {
          source: '192.168.1.9',
          destination: server,
          protocol: 17,
        });
      const dns = ipv4(udp({ sourcePort: 30_000 + host, destinationPort: 53, payload: hex('00') }), {
        source: '192.168.1.9',
        destination: '192.168.1.1',
        protocol: 17,
      });
      const visit = oneWay(connection('192.168.1.9', server, 40_000 + host, 443), 0);
      return [dns, quic(50_000 + host), ...visit, quic(51_000 + host)];
    });
    expect(told(packets)).toEqual([]);
    // Without them it looks for web servers.
    expect(told(packets.filter((packet) => packet[9] === 17))).toEqual(['192.168.1.9 host-sweep']);
  });

  it('connects that nobody followed up stay a scan', () => {
    const alone = oneWay(services, 0).filter((_, index) => index % 5 === 0);
    expect(alone).toHaveLength(60);
    expect(told(alone)).toEqual([`${scanner} port-scan`]);
    // A few that were accepted excuse no scan.
    expect(told([...alone, ...oneWay(services, 0).slice(0, 5 * 5)])).toEqual([`${scanner} port-scan`]);
  });

  it("a scanner's ACK behind its own SYN is no sign of a connection", () => {
    const packets = many.flatMap((port) =>
      ['S', 'A'].map((flags) =>
        send(scanner, me, { sourcePort: 61_000, destinationPort: port + 1, flags, window: 1024 }, false),
      ),
    );
    expect(told(packets)).toEqual([`${scanner} port-scan`]);
  });

  it('a host that watches itself would have seen its own answers', () => {
    const analysis = createAnalysis({ own: [me], listens: () => false });
    const reader = createPcapReader((batch) => analysis.add(batch));
    reader.push(
      pcapFile(
        oneWay(services, 0).map((bytes, index) => ({ bytes, time: index })),
        { linkType: 101 },
      ),
    );
    reader.end();
    expect(analysis.findings().scans).toMatchObject([{ source: scanner, kind: 'port-scan' }]);
  });
});

describe('logs that tell no length', () => {
  const batchOf = (flags: number): Batch => {
    const batch = new Batch(many.length);
    for (const index of many) {
      const at = index * stride;
      batch.words[at + word.known] = known.time | known.ports | known.flags;
      batch.words[at + word.shape] = 6;
      batch.words[at + word.source] = 0xc0000242;
      batch.words[at + word.destination] = 0xc6336407;
      batch.words[at + word.ports] = (50_000 << 16) | (index + 1);
      batch.words[at + word.tcp] = flags;
      batch.words[at + word.packets] = 1;
      batch.times[index] = index * 1000;
    }
    batch.size = many.length;
    return batch;
  };
  const kinds = (flags: number): readonly string[] => {
    const analysis = createAnalysis({});
    analysis.add(batchOf(flags));
    return analysis.findings().scans.map(({ kind }) => kind);
  };

  it('PSH-ACK is data, FIN-ACK to many system ports a scan', () => {
    expect(kinds(0x18)).toEqual([]);
    expect(kinds(0x19)).toEqual([]);
    expect(kinds(0x11)).toEqual(['port-scan']);
  });
});
