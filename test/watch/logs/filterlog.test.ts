import { describe, expect, it } from 'vitest';
import { microseconds, one, read, refused } from './reading.ts';

const tcp =
  '146,,,1535324496,igb1.12,match,block,in,4,0x0,,63,12617,0,DF,6,tcp,60,10.170.12.50,1.1.1.1,49724,853,0,S,1891286705,,64240,,mss;sackOK;TS;nop;wscale';
const head = '<134>Jul  3 19:10:30 filterlog[72237]: ';

describe('real lines', () => {
  it('TCP: what is there, and options by name alone', () => {
    expect(one(head + tcp)).toEqual({
      at: microseconds('2026-07-03T19:10:30Z'),
      source: '10.170.12.50',
      destination: '1.1.1.1',
      protocol: 'tcp',
      sourcePort: 49724,
      destinationPort: 853,
      ttl: 63,
      tos: 0,
      ipId: 12617,
      length: 60,
      dontFragment: true,
      sequence: 1891286705,
      acknowledgement: null,
      flags: 'S',
      window: 64240,
      headerLength: 40,
      options: ['mss', 'sackOK', 'TS', 'nop', 'wscale'],
      icmp: null,
      echo: null,
      payloadLength: 0,
      payload: null,
      quoted: null,
      interface: 'igb1.12',
      action: 'blocked',
      packets: 1,
      ordinal: 1,
    });
  });

  it('IPv6: name and number the other way round, the length without the header', () => {
    expect(
      one(
        `${head}6,,,1000000105,igb1.27,match,block,in,6,0x00,0xf6279,1,UDP,17,32,fe80::208:9bff:fef3:652b,ff02::1:2,546,547,32`,
      ),
    ).toMatchObject({
      source: 'fe80::208:9bff:fef3:652b',
      destination: 'ff02::1:2',
      protocol: 'udp',
      sourcePort: 546,
      destinationPort: 547,
      ttl: 1,
      length: 72,
      payloadLength: 24,
      dontFragment: null,
      ipId: null,
    });
  });

  it.each([
    '<134>1 2022-09-06T18:51:28+02:00 opnsense filterlog 69805 - [meta sequenceId="2654146"] ',
    '<134>1 2022-09-06T18:51:28+02:00 pfSense.example.com filterlog 69805 - - ',
    '2022-09-06T16:51:28Z fw filterlog: ',
  ])('%s', (before) => {
    expect(one(before + tcp)).toMatchObject({
      at: microseconds('2022-09-06T16:51:28Z'),
      destinationPort: 853,
    });
  });

  it('a range of sequence numbers', () => {
    expect(
      one(
        'Sep 28 10:38:09 pfSense filterlog: 53,,,1000000301,em0,match,block,in,4,0x0,,64,420,0,none,6,tcp,460,10.0.2.2,10.0.2.15,53742,22,420,PA,29633380:29633800,3617062173,65535,,',
      ),
    ).toMatchObject({
      sequence: 29633380,
      acknowledgement: 3617062173,
      flags: 'PA',
      payloadLength: 420,
      options: [],
      headerLength: 20,
      dontFragment: false,
    });
  });
});

describe('traps', () => {
  it.each([
    ['pass', 'allowed'],
    ['block', 'blocked'],
    ['unkn(13)', null],
    ['nat', null],
  ])('action %s: %s', (word, action) => {
    expect(one(head + tcp.replace('block', word)).action).toBe(action);
  });

  it.each([
    ['tcp', 'TCP'],
    ['6,tcp', 'tcp,6'],
    ['6,tcp', '6,'],
  ])('%s written as %s', (from, to) => {
    expect(one(head + tcp.replace(from, to)).protocol).toBe('tcp');
  });

  it.each([
    ['DF', true, 0],
    ['none', false, 0],
    ['+', false, 0],
    ['DF, +', true, 0],
    ['+DF', true, 0],
  ])('flags %s', (flags, dontFragment) => {
    expect(one(head + tcp.replace('DF', flags))).toMatchObject({
      dontFragment,
      destinationPort: 853,
      length: 60,
    });
  });

  it('the offset is in bytes, and a later fragment has no ports', () => {
    const { probes, shapes } = read(
      `${head}6,,,1,em0,match,block,in,4,0x0,,64,420,1480,none,17,udp,60,10.0.2.2,10.0.2.15\n`,
    );
    expect(probes[0]).toMatchObject({ sourcePort: null, protocol: 'udp' });
    expect((shapes[0] ?? 0) & (1 << 11)).not.toBe(0);
  });

  it('a header length that the option names do not explain stays unknown', () => {
    expect(one(head + tcp.replace('tcp,60', 'tcp,64'))).toMatchObject({
      headerLength: null,
      options: ['mss', 'sackOK', 'TS', 'nop', 'wscale'],
    });
  });

  it.each([
    ['request,1234,7', { type: 8, code: 0 }, { id: 1234, sequence: 7 }],
    ['reply,1234,7', { type: 0, code: 0 }, { id: 1234, sequence: 7 }],
    ['unreachport,10.0.2.2,17,53', { type: 3, code: 3 }, null],
    ['timexceed,text', null, null],
    ['datalength=64', null, null],
    ['datalength=64,echoreq,0,1234,7,', { type: 8, code: 0 }, { id: 1234, sequence: 7 }],
    ['datalength=64,unreach,port-unr,,,', { type: 3, code: 3 }, null],
    ['datalength=64,unknown(44),9,,,', { type: 44, code: 9 }, null],
    ['truncated-icmp=1,,,,,', null, null],
  ])('ICMP: %s', (rest, icmp, echo) => {
    expect(
      one(`${head}6,,,1,em0,match,block,in,4,0x0,,64,420,0,none,1,icmp,84,10.0.2.2,10.0.2.15,${rest}`),
    ).toMatchObject({
      protocol: 'icmp',
      icmp,
      echo,
      sourcePort: null,
    });
  });

  it('ICMPv6 has its own keywords', () => {
    expect(
      one(
        `${head}6,,,1,em0,match,block,in,6,0x00,0x00000,255,ipv6-icmp,58,32,fe80::1,ff02::1,datalength=32,neighbrsol,0,,,`,
      ),
    ).toMatchObject({ protocol: 'icmpv6', icmp: { type: 135, code: 0 } });
  });

  it.each([
    [tcp.slice(0, 60), 'cut line'],
    [tcp.slice(0, tcp.indexOf(',853')), 'cut line'],
    [tcp.replace('10.170.12.50', 'host.lan'), 'a name or rubbish instead of an address'],
    [tcp.replace(',4,0x0', ',5,0x0'), 'firewall line that does not hold to its format'],
    [tcp.replace('6,tcp', '999,what'), 'unknown protocol'],
  ])('%s', (rest, reason) => {
    expect(refused(head + rest)).toBe(reason);
  });

  it('other programs may say the word', () => {
    expect(refused(`Jul  3 19:10:30 fw sshd[1]: Invalid user filterlog: ${tcp}`)).toBe(
      'firewall words in a line of another program',
    );
    expect(refused('Jul  3 19:10:30 fw newsyslog: filterlog turned over')).toBe('not a firewall line');
  });
});
