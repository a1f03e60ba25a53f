import { describe, expect, it } from 'vitest';
import { isOutgoing, one, read, refused } from './reading.ts';

const flow =
  '2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK';

describe('VPC flow logs', () => {
  it('version 2 without a header: a record stands for its packets', () => {
    expect(one(flow)).toMatchObject({
      at: 1_418_530_010e6,
      source: '172.31.9.69',
      destination: '172.31.9.12',
      sourcePort: 49761,
      destinationPort: 3389,
      protocol: 'tcp',
      packets: 20,
      length: null,
      flags: null,
      action: 'blocked',
      interface: 'eni-1235b8ca123456789',
    });
  });

  it('columns behind the fourteen are passed over', () => {
    expect(
      one(
        '5 641111176170 eni-069xxxxxb7a490 89.160.20.156 10.200.0.0 50041 33004 17 52 1 1640000066 1640000297 REJECT OK vpc-1 ingress 1',
      ),
    ).toMatchObject({ protocol: 'udp', packets: 52, destinationPort: 33004 });
  });

  it('a header row in any order, with the ends of the packet', () => {
    const header =
      'srcport dstport protocol tcp-flags packets start action pkt-srcaddr srcaddr pkt-dstaddr dstaddr flow-direction log-status';
    const row = '55000 22 6 2 1 1566848875 ACCEPT 203.0.113.9 10.0.0.5 10.0.0.7 10.0.0.6 ingress OK';
    expect(read(`${header}\n${row}\n`).probes[0]).toMatchObject({
      source: '203.0.113.9',
      destination: '10.0.0.7',
      flags: 'S',
      action: 'allowed',
      packets: 1,
    });
    expect(isOutgoing(read(`${header}\n${row.replace('ingress', 'egress')}\n`))).toBe(true);
    expect(read(`${header}\n${row.replace('203.0.113.9', '-')}\n`).probes[0]?.source).toBe('10.0.0.5');
  });

  it.each([
    ['2', '1', 'ACCEPT', 'S'],
    ['2', '3', 'REJECT', 'S'],
    ['2', '3', 'ACCEPT', null],
    ['18', '1', 'ACCEPT', 'SA'],
    ['18', '2', 'ACCEPT', null],
    ['3', '1', 'ACCEPT', null],
    ['19', '9', 'ACCEPT', null],
    ['0', '1', 'REJECT', null],
    ['4', '1', 'ACCEPT', null],
  ])('tcp-flags %s of %s packets, %s: %s', (mask, packets, action, flags) => {
    const columns = [
      'srcaddr',
      'dstaddr',
      'srcport',
      'dstport',
      'protocol',
      'packets',
      'tcp-flags',
      'action',
    ];
    expect(one(`1.2.3.4 5.6.7.8 1 2 6 ${packets} ${mask} ${action}`, { columns }).flags).toBe(flags);
  });

  it('a first column of seconds is no stamp', () => {
    const columns = ['${start}', '${srcaddr}', '${dstaddr}', '${protocol}', '${srcport}', '${dstport}'];
    expect(one('1566848875 1.2.3.4 5.6.7.8 17 1000 53', { columns })).toMatchObject({
      at: 1_566_848_875e6,
      destinationPort: 53,
      packets: 1,
      action: null,
    });
  });

  it('CloudWatch puts a stamp before it', () => {
    expect(one(`2015-05-10T18:01:16.000Z ${flow}`).at).toBe(1_418_530_010e6);
  });

  it('ICMP has no ports', () => {
    expect(one(flow.replace('49761 3389 6', '0 0 1'))).toMatchObject({
      protocol: 'icmp',
      sourcePort: null,
      icmp: null,
    });
  });

  it.each([
    [
      '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA',
      'flow log without data (NODATA)',
    ],
    [
      '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - SKIPDATA',
      'flow log that skipped data (SKIPDATA)',
    ],
    [flow.replace('172.31.9.69', 'gateway'), 'a name or rubbish instead of an address'],
    [flow.replace(' 6 20', ' 999 20'), 'unknown protocol'],
    [flow.replace('REJECT', 'MAYBE'), 'not a firewall line'],
    [
      'one two three four five six seven eight nine ten eleven twelve thirteen fourteen',
      'not a firewall line',
    ],
  ])('%s', (line, reason) => {
    expect(refused(line)).toBe(reason);
  });

  it('columns that nobody named are asked for', () => {
    const row = (port: number): string =>
      `1418530010 1418530070 REJECT 81.2.69.142 172.31.9.12 ${port} 49761 6 1 2`;
    const lines = `${[22, 23, 3389].map(row).join('\n')}\n`;
    expect(read(lines).summary.notes).toContainEqual(expect.stringContaining('10 columns of a flow log'));
    const columns = 'start end action srcaddr dstaddr dstport srcport protocol packets tcp-flags'.split(' ');
    expect(read(lines, { columns }).summary.notes).not.toContainEqual(expect.stringContaining('--columns'));
    const passwd = 'root:x:0:0:root:/root:/bin/bash\nhosts 127.0.0.1 ::1 1\n'.repeat(20);
    expect(read(passwd).summary.notes).not.toContainEqual(expect.stringContaining('--columns'));
  });

  it('a cut line among others', () => {
    expect(read(`${flow}\n${flow.slice(0, 60)}\n`).summary.skipped).toEqual([
      { reason: 'cut line', count: 1, firstAt: 2 },
    ]);
  });
});
