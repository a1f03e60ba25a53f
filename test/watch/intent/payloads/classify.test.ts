import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyPayload } from '../../../../src/watch/intent/index.ts';
import { payloadBytes } from '../../../../src/watch/intent/payloads/sample.ts';
import { decoderRuns, fuzzRuns } from '../../../fuzz.ts';
import { hex, text } from '../../packets.ts';

const zeros = (count: number): string => '00'.repeat(count);
const latin = (value: string): string => Buffer.from(value, 'latin1').toString('hex');

/** Port, the payload's first bytes, its true length if longer, then name, tool, amplifier. */
const cases: readonly (readonly [string, number, string, number | null, string, string | null, boolean])[] = [
  // Real packets of masscan 1.3.2, zmap 2.1.1's files and nmap 7.93 are among them as they were sent.
  [
    'dns, masscan',
    53,
    '7648012000010000000000000776657273696f6e0462696e640000100003',
    null,
    'dns-version',
    'masscan',
    false,
  ],
  [
    'dns, masscan 1.0.4',
    53,
    '0ab1012000010000000000000776657273696f6e0462696e64c01b00100003',
    null,
    'dns-version',
    'masscan',
    false,
  ],
  [
    'dns, zmap',
    53,
    '34ef010000010000000000000756455253494f4e0442494e440000100003',
    null,
    'dns-version',
    'zmap',
    false,
  ],
  [
    'dns, nmap',
    53,
    '7777010000010000000000000776657273696f6e0462696e640000100003',
    null,
    'dns-version',
    'nmap',
    false,
  ],
  ['dns status, nmap', 53, '000010000000000000000000', null, 'dns-status', 'nmap', false],
  ['dns any', 53, '1234010000010000000000000369736303 6f7267 0000ff0001', null, 'dns-any', null, true],
  [
    'dns of an A record elsewhere',
    9953,
    '123401000001000000000000036973630000010001',
    null,
    'dns-query',
    null,
    false,
  ],
  [
    'censys',
    53,
    '93d50100000100000000000003323133013103313638033139320769 6e2d61646472046172706100000c0001',
    null,
    'dns-query',
    'censys',
    false,
  ],
  [
    'mdns',
    5353,
    '000000000001000000000000095f7365727669636573075f646e732d7364045f756470056c6f63616c00000c0001',
    null,
    'mdns-query',
    null,
    true,
  ],
  ['monlist, masscan', 123, `1700032a${zeros(44)}`, null, 'ntp-monlist', null, true],
  ['monlist, zmap', 123, `1700032a${zeros(60)}`, 192, 'ntp-monlist', 'zmap', true],
  ['ntp client', 123, `e30004fa${zeros(44)}`, null, 'ntp-client', null, false],
  ['ntp control', 123, `1602000100000000${zeros(4)}`, null, 'ntp-control', null, true],
  [
    'ssdp',
    1900,
    latin('M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n'),
    null,
    'ssdp-search',
    null,
    true,
  ],
  [
    'ssdp, masscan',
    1900,
    latin('M-SEARCH * HTTP/1.1\r\nUSER-AGENT: unix/1.0 UPnP/1.1 masscan/1.x\r\n'),
    null,
    'ssdp-search',
    'masscan',
    true,
  ],
  ['memcached', 11211, '3db300000001000073746174730d0a', null, 'memcached-stats', null, true],
  [
    'memcached, zmap',
    11211,
    '5a4d0000000100007374617473206974656d730d0a',
    null,
    'memcached-stats',
    'zmap',
    true,
  ],
  ['memcached, nmap', 11211, '000100000001000076657273696f6e0d0a', null, 'memcached-version', 'nmap', true],
  [
    'cldap',
    389,
    '30840000002d02010163840000002404000a01000a0100020100020164010100870b6f626a656374636c617373308400000000',
    null,
    'cldap-search',
    null,
    true,
  ],
  [
    'snmp, masscan',
    161,
    '303902010004067075626c6963a02c0204266662a0020100020100301e300d06092b06018002010101000500300d06092b06018002010105000500',
    null,
    'snmp-v1-get',
    'masscan',
    false,
  ],
  [
    'snmp, zmap',
    161,
    '302902010004067075626c6963a01c0204565adc5d020100020100300e300c06082b060102010101000500',
    null,
    'snmp-v1-get',
    'zmap',
    false,
  ],
  [
    "snmp, a client's, of the same length",
    161,
    '302902010004067075626c6963a01c02041000002a020100020100300e300c06082b060102010103000500',
    null,
    'snmp-v1-get',
    null,
    false,
  ],
  [
    'snmp get-bulk',
    161,
    '302602010104067075626c6963a519020401020304020100020178300b300906052b060102010500',
    null,
    'snmp-v2c-get-bulk',
    null,
    true,
  ],
  [
    'snmp v3',
    161,
    '303a020103300f02024a69020300ffe30401040201030410300e0400020100020100040004000400301204000400a00c020237f00201000201003000',
    null,
    'snmp-v3',
    'nmap',
    false,
  ],
  [
    'sip, masscan',
    5060,
    latin('OPTIONS sip:carol@chicago.com SIP/2.0\r\nVia: SIP/2.0/UDP pc33'),
    328,
    'sip',
    'masscan',
    false,
  ],
  ['sip', 5060, latin('OPTIONS sip:100@198.51.100.7 SIP/2.0\r\n'), null, 'sip-options', null, false],
  ['sip call', 5060, latin('INVITE sip:900441@198.51.100.7 SIP/2.0\r\n'), null, 'sip-call', null, false],
  ['coap', 5683, '4001fe14bb2e77656c6c2d6b6e6f776e04636f7265', null, 'coap-discovery', null, true],
  ['ipmi', 623, '0600ff07000000000000000000092018c88100388e04b5', null, 'ipmi-capabilities', null, false],
  ['asf ping', 623, '0600ff06000011be80000000', null, 'asf-ping', null, false],
  ['quic', 443, `c0000000010800010203040506070000${zeros(48)}`, 1200, 'quic-initial', null, false],
  [
    'quic, refused on purpose',
    443,
    `c01a2a3a4a0800010203040506070000${zeros(48)}`,
    1200,
    'quic-version',
    null,
    false,
  ],
  ['wireguard', 51820, `01000000${zeros(60)}`, 148, 'wireguard-initiation', null, false],
  ['ubiquiti', 10001, '01000000', null, 'ubiquiti-discovery', null, true],
  [
    'dtls, nmap',
    443,
    '16feff000000000000000000360100002a000000000000002afefd000000007c77401e8ac822a0a018ff9308caac0a642fc92264bc08a8',
    67,
    'dtls-hello',
    'nmap',
    false,
  ],
  ['openvpn, nmap', 1194, '3864c17801b89bcb8f0000000000', null, 'openvpn-reset', 'nmap', false],
  [
    'ike, nmap',
    500,
    `001122334455667700000000000000000110020000000000000000c0${zeros(36)}`,
    192,
    'ike-start',
    'nmap',
    false,
  ],
  [
    'l2tp, nmap',
    1701,
    'c802003c000000000000000080080000000000018008000000020100800e000000076e78702d7363616e800a',
    60,
    'l2tp-start',
    'nmap',
    false,
  ],
  ['tftp, zmap', 69, '00012f61006e6574617363696900', null, 'tftp-read', 'zmap', false],
  [
    'tftp, masscan',
    69,
    `0001${latin('masscan-test')}00${latin('netascii')}00`,
    null,
    'tftp-read',
    'masscan',
    false,
  ],
  ['tftp, nmap', 69, '00017237746674702e747874006f6374657400', null, 'tftp-read', 'nmap', false],
  ['chargen, masscan', 19, latin('masscan-test'), null, 'masscan-test', 'masscan', false],
  ['chargen, zmap', 19, '01', null, 'character-generator', 'zmap', true],
  ['qotd', 17, '0d0a', null, 'quote-of-the-day', null, true],
  ['echo', 7, '0d0a0d0a', null, 'echo-request', null, false],
  [
    'netbios',
    137,
    `bf290000000100000000000020434b${'41'.repeat(30)}0000210001`,
    null,
    'netbios-status',
    null,
    true,
  ],
  [
    'netbios datagram, masscan',
    138,
    `1102${zeros(12)}20${latin('ENEBFDFDEDEBEOCNFEEFFDFECACACACA')}`,
    null,
    'netbios-datagram',
    'masscan',
    false,
  ],
  ['rip', 520, `01010000${zeros(19)}10`, null, 'rip-request', null, true],
  ['xdmcp', 177, '00010002000100', null, 'xdmcp-query', null, true],
  ['ard', 3283, '0014000103', null, 'ard-query', null, true],
  [
    'source engine',
    27015,
    'ffffffff54536f7572636520456e67696e6520517565727900',
    null,
    'source-engine',
    null,
    true,
  ],
  ['quake', 27960, 'ffffffff676574737461747573', null, 'quake-status', null, true],
  ['mssql', 1434, '02', null, 'mssql-browser', null, true],
  ['slammer', 1434, `04${'01'.repeat(60)}`, 376, 'mssql-slammer', null, false],
  ['portmap', 111, '3eece3cb000000000000000200 0186a00000000200000004', null, 'portmap-dump', null, true],
  ['rpc, nmap', 111, '72fe1d130000000000000002000186a00001977c', null, 'rpc-check', 'nmap', false],
  ['nfs', 2049, '00000000000000000000000200 0186a30000000200000000', null, 'nfs', null, false],
  ['radius', 1812, `01000014${zeros(16)}`, null, 'radius-request', null, false],
  ['rdp', 3389, '00000000000000ff', null, 'rdp-udp', null, false],
  ['stun', 3478, '000100002112a442000000000000000000000000', null, 'stun-binding', null, false],
  [
    'dht',
    6881,
    latin('d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe'),
    null,
    'bittorrent-dht',
    null,
    false,
  ],
  ['back orifice', 31337, 'ce63d1d216e713cf38a5a586b2754b99aa3258', null, 'back-orifice', null, false],
  ['minecraft', 19132, `01${zeros(8)}00ffff00fefefefefdfdfdfd12345678`, null, 'minecraft-ping', null, true],
  ['bacnet', 47808, '810a001101040005010c0c023fffff194b', null, 'bacnet', null, false],
];

describe('what datagrams ask', () => {
  it.each(cases)('%s', (_, port, bytes, length, name, tool, amplification) => {
    const given = hex(bytes);
    expect(classifyPayload(given, length ?? given.length, port)).toMatchObject({ name, tool, amplification });
  });

  it('knows when it does not know', () => {
    expect(classifyPayload(new Uint8Array(), 0, 53)).toBeNull();
    expect(classifyPayload(text('hello'), 5, 40_000)).toBeNull();
    expect(classifyPayload(hex('000000000000'), 6, 4000)).toBeNull();
    // WireGuard's first bytes in a packet of another length are nothing.
    expect(classifyPayload(hex('01000000'), 60, 51_820)).toBeNull();
  });

  it("hides a community's control characters", () => {
    const sent = hex(
      '302902010004061b5b31 6d0a41a01c02044c33a756020100020100300e300c06082b060102010101000500',
    );
    expect(classifyPayload(sent, sent.length, 161)?.text).toContain('"?[1m?A"');
  });

  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    // Real payloads, cut or with a byte changed.
    fc
      .tuple(fc.constantFrom(...cases), fc.nat({ max: 80 }), fc.nat({ max: 80 }), fc.nat({ max: 255 }))
      .map(([[, , payload], cut, place, value]) => {
        const changed = hex(payload).slice(0, cut);
        if (place < changed.length) changed[place] = value;
        return changed;
      }),
  );

  it('never throws and never reads past the end', () => {
    fc.assert(
      fc.property(
        bytes,
        fc.nat({ max: 70_000 }),
        fc.oneof(fc.nat({ max: 65_535 }), fc.constantFrom(...cases.map(([, port]) => port))),
        (given, length, port) => {
          // The same bytes with others behind them in the same buffer must give the same.
          const around = new Uint8Array(given.length + 64).fill(0x41);
          around.set(given, 32);
          const inside = around.subarray(32, 32 + given.length);
          const found = classifyPayload(given, length, port);
          expect(classifyPayload(inside, length, port)).toEqual(found);
          expect(found?.text ?? '').toMatch(/^[\u0020-\u007e]*$/);
        },
      ),
      { numRuns: decoderRuns(3000) },
    );
  });

  it('takes the hex of a sample as far as it is hex', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (given) => {
        expect([...payloadBytes(Buffer.from(given).toString('hex'))]).toEqual([...given]);
      }),
      { numRuns: fuzzRuns(300) },
    );
    expect([...payloadBytes('00ffzz11')]).toEqual([0, 255]);
    expect([...payloadBytes('0')]).toEqual([]);
  });
});
