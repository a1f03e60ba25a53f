import { describe, expect, it } from 'vitest';
import { isOutgoing, microseconds, one, read, refused } from './reading.ts';

const stamp = 'Apr 30 2013 09:23:40: ';

describe('what was denied', () => {
  it.each([
    [
      '%ASA-4-106023: Deny tcp src outside:192.168.2.126/53638 dst inside:10.0.0.132/8111 by access-group "acl_out" [0x71761f18, 0x0]',
      {
        source: '192.168.2.126',
        destination: '10.0.0.132',
        protocol: 'tcp',
        sourcePort: 53638,
        destinationPort: 8111,
        interface: 'outside',
      },
    ],
    [
      '%ASA-4-106023: Deny icmp src outside:10.1.2.3 dst inside:10.0.0.1 (type 8, code 0) by access-group "x" [0x0, 0x0]',
      { protocol: 'icmp', icmp: { type: 8, code: 0 }, sourcePort: null },
    ],
    [
      '%ASA-4-106023: Deny tcp src outside:10.1.2.30/63016(LOCAL\\bob) dst inside:192.168.0.8/53 type 3, code 0, by access-group "a" [0x0, 0x0]',
      { protocol: 'tcp', sourcePort: 63016, destinationPort: 53, icmp: null },
    ],
    [
      '%ASA-4-106023: Deny protocol 47 src outside:10.1.2.3 dst inside:10.0.0.1 by access-group "x" [0x0, 0x0]',
      { protocol: 'proto-47' },
    ],
    [
      '%ASA-4-106023: Deny udp src outside:2001:db8::1/5353 dst inside:ff02::fb/5353 by access-group "x" [0x0, 0x0]',
      { source: '2001:db8::1', destination: 'ff02::fb', protocol: 'udp', sourcePort: 5353 },
    ],
    [
      '%ASA-2-106006: Deny inbound UDP from 192.168.2.66/137 to 10.1.2.42/137 on interface inside',
      { protocol: 'udp', destinationPort: 137, interface: 'inside' },
    ],
    [
      '%ASA-2-106007: Deny inbound UDP from 192.168.0.66/12981 to 10.1.2.60/53 due to DNS Query',
      { destinationPort: 53 },
    ],
    [
      '%ASA-3-106010: Deny inbound tcp src outside:10.9.9.9/4000 dst inside:10.0.0.5/445',
      { protocol: 'tcp', destinationPort: 445 },
    ],
    [
      '%ASA-3-106014: Deny inbound icmp src outside:10.9.9.9 dst inside:10.0.0.5 (type 13, code 0)',
      { icmp: { type: 13, code: 0 } },
    ],
    [
      '%ASA-6-106015: Deny TCP (no connection) from 192.168.2.222/1234 to 192.168.1.34/5679 flags RST  on interface outside',
      { flags: 'R', destinationPort: 5679, interface: 'outside', sequence: null, window: null },
    ],
    [
      '%ASA-2-106001: Inbound TCP connection denied from 1.1.20.2/64338 to 10.1.10.1/23 flags SYN  on interface outside',
      { flags: 'S', sourcePort: 64338, destinationPort: 23 },
    ],
    [
      '%ASA-6-106015: Deny TCP (no connection) from 10.1.1.1/80 to 10.2.2.2/1025 flags SYN ACK  on interface outside',
      { flags: 'SA' },
    ],
    [
      '%ASA-4-313004: Denied ICMP type=0, from laddr 172.16.30.2 on interface inside to 172.16.1.10: no matching session',
      {
        source: '172.16.30.2',
        destination: '172.16.1.10',
        protocol: 'icmp',
        icmp: null,
        interface: 'inside',
      },
    ],
    [
      '%ASA-4-313005: No matching connection for ICMP error message: icmp src outside:10.1.1.1 dst inside:10.2.2.2 (type 3, code 3) on outside interface. Original IP payload: udp src 10.2.2.2/5000 dst 10.3.3.3/53.',
      {
        icmp: { type: 3, code: 3 },
        quoted: {
          source: '10.2.2.2',
          destination: '10.3.3.3',
          protocol: 'udp',
          sourcePort: null,
          destinationPort: null,
        },
      },
    ],
    [
      '%ASA-3-710003: TCP access denied by ACL from 10.1.1.1/2000 to outside:10.2.2.2/22',
      { destinationPort: 22, protocol: 'tcp' },
    ],
    [
      '%ASA-7-710005: UDP request discarded from 10.1.1.1/68 to outside:10.2.2.2/67',
      { destinationPort: 67, protocol: 'udp' },
    ],
    [
      '%ASA-3-710003: TCP access denied by ACL from 10.1.1.1/2000 to outside:10.2.2.2/ssh',
      { destinationPort: null },
    ],
  ])('%s', (text, expected) => {
    expect(one(stamp + text)).toMatchObject({
      at: microseconds('2013-04-30T09:23:40Z'),
      action: 'blocked',
      packets: 1,
      ...expected,
    });
  });
});

describe('access lists count', () => {
  it.each([
    [
      'denied udp inside/172.29.2.101(1039) -> outside/192.168.2.10(53) hit-cnt 1 first hit [0xd820e56a, 0x0]',
      'blocked',
      1,
    ],
    [
      'permitted udp inside/172.29.2.3(1065) -> outside/192.168.2.57(53) hit-cnt 144 300-second interval [0xe982c7a4, 0x0]',
      'allowed',
      144,
    ],
    [
      'est-allowed udp inside/10.0.0.46(49840) -> outside/192.168.0.88(53) hit-cnt 1 first hit [0x71a87d94, 0x0]',
      'allowed',
      1,
    ],
    [
      'denied udp inside/10.0.0.46(49840)(LOCAL\\First Last) -> outside/192.168.0.88(53) hit-cnt 2 first hit [0x0, 0x0]',
      'blocked',
      2,
    ],
  ])('%s', (text, action, packets) => {
    expect(
      one(`Apr 24 2013 16:00:28 INT-FW01 : %ASA-session-5-106100: access-list denied_list ${text}`),
    ).toMatchObject({
      action,
      packets,
      destinationPort: 53,
      interface: 'inside',
      protocol: 'udp',
    });
  });
});

describe('connections', () => {
  it('let in, and from within', () => {
    const inbound = read(
      `${stamp}%ASA-6-302013: Built inbound TCP connection 27215708 for internet:10.2.3.4/49926 (81.2.69.144/49926)(LOCAL\\username) to vlan-42:81.2.69.144/80 (81.2.69.144/80) (username)\n`,
    );
    expect(inbound.probes[0]).toMatchObject({
      source: '10.2.3.4',
      destinationPort: 80,
      action: 'allowed',
      interface: 'internet',
    });
    expect(isOutgoing(inbound)).toBe(false);
    const outbound = read(
      `${stamp}%ASA-6-302013: Built outbound TCP connection 89743274 for outside:192.168.2.43/443 (192.168.2.43/443) to inside:10.123.3.42/4952 (10.123.3.42/12834)\n`,
    );
    expect(outbound.probes[0]).toMatchObject({
      source: '10.123.3.42',
      sourcePort: 4952,
      destination: '192.168.2.43',
      destinationPort: 443,
      interface: 'inside',
    });
    expect(isOutgoing(outbound)).toBe(true);
  });

  it.each([
    [
      '%ASA-6-302016 Teardown UDP connection 40 for outside:10.44.4.4/500 to inside:10.44.2.2/500 duration 0:02:02 bytes 1416',
      'connection or translation that was built or ended',
    ],
    [
      '%ASA-6-305011: Built dynamic TCP translation from outside:10.123.3.42/4952 to outside:192.168.2.130/12834',
      'connection or translation that was built or ended',
    ],
    [
      '%ASA-4-733101: Host 175.0.0.1 is attacking. Current burst rate is 200 per second',
      'attack notice without packets',
    ],
    ['%ASA-5-304001: 10.30.30.30 Accessed URL 192.168.2.1:/app', "firewall's message about something else"],
    [
      '%ASA-3-313001: Denied ICMP type=3, code=3 from 10.2.3.5 on interface Outside',
      'firewall line without both addresses',
    ],
    [
      '%ASA-2-106016: Deny IP spoof from (0.0.0.0) to 192.168.99.47 on interface Mobile_Traffic',
      'unknown protocol',
    ],
    [
      '%ASA-6-302013: Built outbound TCP connection 447236 for outside:192.168.2.222/1234 (192.168.2.222/1234) to dmz:OCSP_Server/5678 (OCSP_Server/5678)',
      'a name or rubbish instead of an address',
    ],
    [
      '%ASA-4-106023: Deny tcp src outside:mail.example/53638 dst inside:10.0.0.132/8111 by access-group',
      'a name or rubbish instead of an address',
    ],
    ['%ASA-4-106023: Deny tcp src outside:10.0.0.1/53638', 'cut line'],
    ['%ASA-what', 'not a firewall line'],
  ])('%s', (text, reason) => {
    expect(refused(stamp + text)).toBe(reason);
  });
});

it.each([
  ['Apr 15 2014 09:34:34 EDT: ', '2014-04-15T09:34:34Z'],
  ['Apr 15 2014 09:34:34 UTC: ', '2014-04-15T09:34:34Z'],
  ['<166>Apr 15 2014 09:34:34: ', '2014-04-15T09:34:34Z'],
  ['Dec 11 2018 08:01:24 <IP>: ', '2018-12-11T08:01:24Z'],
])('%s', (before, at) => {
  expect(one(`${before}%ASA-2-106006: Deny inbound UDP from 1.2.3.4/1 to 5.6.7.8/2 on interface x`).at).toBe(
    microseconds(at),
  );
});
