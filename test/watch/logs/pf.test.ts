import { describe, expect, it } from 'vitest';
import { microseconds, one, read, refused } from './reading.ts';

const head = '2001 Dec 20 20:16:24.674266 rule 2/0(match): block in on ae0: ';

describe('old words', () => {
  it('UDP, the IP header behind it', () => {
    expect(one(`${head}192.168.49.3.137 > 192.168.49.255.137:  udp 50 (ttl 64, id 61825)`)).toMatchObject({
      at: microseconds('2001-12-20T20:16:24Z') + 674_266,
      source: '192.168.49.3',
      destination: '192.168.49.255',
      sourcePort: 137,
      destinationPort: 137,
      protocol: 'udp',
      payloadLength: 50,
      ttl: 64,
      ipId: 61825,
      dontFragment: false,
      interface: 'ae0',
      action: 'blocked',
    });
  });

  it('TCP with options and their values', () => {
    expect(
      one(
        `${head}10.0.0.1.1234 > 10.0.0.2.22: S 2901914301:2901914301(0) win 5840 <mss 1460,sackOK,timestamp 6674376 0,nop,wscale 0> (DF) [tos 0x10] (ttl 64, id 17, len 60)`,
      ),
    ).toMatchObject({
      protocol: 'tcp',
      flags: 'S',
      sequence: 2901914301,
      acknowledgement: null,
      window: 5840,
      options: ['mss 1460', 'sackOK', 'TS 6674376 0', 'nop', 'wscale 0'],
      headerLength: 40,
      payloadLength: 0,
      dontFragment: true,
      tos: 16,
      length: 60,
    });
  });

  it.each([
    ['R 0:0(0) win 0', 'R', null],
    ['. ack 1 win 5840', 'A', null],
    ['P 1:5(4) ack 1 win 5840 <nop,nop,timestamp 1 2> (DF)', 'PA', null],
    ['S 5:5(0) ack 1 win 0', 'SA', 5],
  ])('%s', (rest, flags, sequence) => {
    expect(one(`${head}10.0.0.1.1234 > 10.0.0.2.22: ${rest}`)).toMatchObject({
      protocol: 'tcp',
      flags,
      sequence,
    });
  });

  it.each([
    ['icmp: echo request', 'icmp', { type: 8, code: 0 }],
    ['icmp: 10.0.0.2 udp port 53 unreachable', 'icmp', { type: 3, code: 3 }],
    ['igmp query v2', 'proto-2', null],
    ['ip-proto-47 20', 'proto-47', null],
  ])('%s', (rest, protocol, icmp) => {
    expect(one(`${head}10.0.0.1 > 10.0.0.2: ${rest}`)).toMatchObject({ protocol, icmp, sourcePort: null });
  });
});

describe('new words', () => {
  it('TCP', () => {
    expect(
      one(
        '2024-05-01 10:00:00.000001 rule 5/0(match): pass in on em0: IP 10.0.0.1.1234 > 10.0.0.2.80: Flags [SEW], seq 123, win 65535, options [mss 1460,nop,wscale 6,TS val 9 ecr 0], length 0',
      ),
    ).toMatchObject({
      protocol: 'tcp',
      flags: 'SEC',
      sequence: 123,
      window: 65535,
      options: ['mss 1460', 'nop', 'wscale 6', 'TS 9 0'],
      headerLength: 40,
      payloadLength: 0,
      action: 'allowed',
    });
  });

  it('the IP header before it', () => {
    expect(
      one(
        `${head}(tos 0x0, ttl 57, id 54321, offset 0, flags [DF], proto TCP (6), length 40) 10.0.0.1.1234 > 10.0.0.2.80: Flags [none], cksum 0x1234 (correct), win 1024, length 0`,
      ),
    ).toMatchObject({
      ttl: 57,
      ipId: 54321,
      dontFragment: true,
      length: 40,
      flags: '',
      options: [],
      headerLength: 20,
    });
  });

  it('a packet in two lines', () => {
    const { probes, summary } = read(
      `${head}(tos 0x0, ttl 57, id 5, offset 0, flags [none], proto UDP (17), length 78)\n    192.168.1.1.137 > 192.168.1.255.137: UDP, length 50\n`,
    );
    expect(probes[0]).toMatchObject({
      at: microseconds('2001-12-20T20:16:24Z') + 674_266,
      protocol: 'udp',
      ttl: 57,
      length: 78,
      payloadLength: 50,
      ordinal: 2,
    });
    expect(summary.other).toEqual([{ name: 'first half of a packet in two lines', packets: 1 }]);
  });

  it('IPv6: the port behind the last dot', () => {
    expect(one(`${head}IP6 fe80::1.546 > ff02::1:2.547: dhcp6 solicit`)).toMatchObject({
      source: 'fe80::1',
      destination: 'ff02::1:2',
      sourcePort: 546,
      destinationPort: 547,
      protocol: 'udp',
    });
    expect(
      one(`${head}IP6 fe80::1 > ff02::1: ICMP6, neighbor solicitation, who has fe80::2, length 32`),
    ).toMatchObject({
      protocol: 'icmpv6',
      icmp: { type: 135, code: 0 },
    });
  });

  it('content that tcpdump decodes is UDP', () => {
    expect(one(`${head}10.0.0.1.4321 > 10.0.0.2.53: 1234+ A? example.com. (29)`)).toMatchObject({
      protocol: 'udp',
      payloadLength: null,
    });
  });
});

it.each([
  [`${head}10.0.0.1.1234 > 10.0.0`, 'cut line'],
  [`${head}fw.example.1234 > 10.0.0.2.80: S 1:1(0) win 1`, 'a name or rubbish instead of an address'],
  ['Nov 21 05:00:00 host app: rule of thumb', 'not a firewall line'],
  ['    192.168.1.1.137 > 192.168.1.255.137: UDP, length 50', 'not a firewall line'],
])('%s', (line, reason) => {
  expect(refused(line)).toBe(reason);
});

it('a time of day is no time', () => {
  const { probes, summary } = read(
    '00:00:01.234567 rule 2/0(match): block in on em0: 10.0.0.1.1 > 10.0.0.2.2: udp 5\n',
  );
  expect(probes[0]?.at).toBeNull();
  expect(summary.notes).toContain('stamps have no date: these lines have no time');
});
