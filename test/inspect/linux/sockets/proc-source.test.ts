import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { procSource } from '../../../../src/inspect/linux/sockets/proc-source.ts';
import type { SocketQuery } from '../../../../src/inspect/linux/sockets/source.ts';
import { tablesBelow } from '../../../../src/inspect/linux/sockets/tables.ts';
import { describeSource } from './source.contract.ts';

if (process.platform === 'linux') {
  describeSource('/proc/net', () => ({
    open: () => procSource(tablesBelow('/proc/thread-self/net')),
    tellsAll: false,
  }));
}

const query: SocketQuery = {
  kinds: new Set(['tcp', 'udp', 'sctp', 'dccp', 'raw', 'packet']),
  port: null,
  connectedUdp: false,
  netns: { inode: 1, name: null, own: true },
};

/** A table with one listener on port 80. */
const tcpTable = (address: string, inode: number): string =>
  `titles\n   0: ${address}:0050 ${address}:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0\n`;

describe('tables of other machines', () => {
  let folder = '';

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const tables = (files: Readonly<Record<string, string>>): ReturnType<typeof procSource> => {
    folder = mkdtempSync(path.join(tmpdir(), 'reeve-net-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    return procSource(tablesBelow(folder));
  };

  test('no tables at all: no sockets, no counts', () => {
    const source = tables({});
    expect(source.list(query)).toEqual({ sockets: [], notes: [] });
    expect(source.countConnections(80)).toBeNull();
  });

  test('damaged lines are counted and the others read', () => {
    const tcp = `${tcpTable('0'.repeat(8), 9)}nonsense\n   1: cut`;
    const { sockets, notes } = tables({ tcp, udp: 'titles\n\u0000\n' }).list(query);
    expect(sockets).toMatchObject([{ kind: 'tcp', port: 80, inode: 9 }]);
    expect(notes).toEqual([
      '2 tcp (IPv4) sockets were not understood and are left out',
      '1 udp (IPv4) socket was not understood and is left out',
    ]);
  });

  test('a table that is refused is told', () => {
    folder = mkdtempSync(path.join(tmpdir(), 'reeve-net-'));
    mkdirSync(path.join(folder, 'tcp'));
    expect(procSource(tablesBelow(folder)).list(query).notes).toEqual([
      'tcp (IPv4) sockets could not be read from /proc: EISDIR',
    ]);
  });

  test('a table that the statistics call empty is not read; others are', () => {
    const sockstat = 'sockets: used 149\nTCP: inuse 0 orphan 0 tw 4 alloc 131 mem 406\nUDP: inuse 10 mem 0\n';
    const files = { tcp: tcpTable('0'.repeat(8), 1), tcp6: tcpTable('0'.repeat(32), 2) };
    const statistics = { sockstat, sockstat6: 'TCP6: inuse 1\nUDP6: inuse 0\n' };
    expect(tables({ ...files, ...statistics }).list(query)).toMatchObject({
      sockets: [{ inode: 2, address: '::' }],
      notes: [],
    });
  });

  test('an SCTP endpoint has a row for each of its addresses', () => {
    const start = 'ffff 0000 0   10  29   36412    0 48109';
    const eps = `titles\n${start} 10.0.0.5 0000:0000:0000:0000:0000:0000:0000:0001 \n${start.replace('10  29', '7   29')} 10.0.0.6 \n`;
    const { sockets } = tables({ 'sctp/eps': eps }).list(query);
    expect(sockets).toMatchObject([
      { kind: 'sctp', family: 4, address: '10.0.0.5', port: 36_412, inode: 48_109 },
      { kind: 'sctp', family: 6, address: '::1', port: 36_412, inode: 48_109 },
    ]);
  });

  test('DCCP without a table is told where the kernel has it', () => {
    expect(tables({ protocols: 'protocol  size\nDCCP 1 2\nTCP 1 2\n' }).list(query).notes).toEqual([
      'DCCP sockets are not listed: /proc has no table of them',
    ]);
  });

  test('a packet socket names its interface', () => {
    const packet =
      'titles\nffff 3      3    0003   4     1 0      0      77\nffff 3      3    0003   5     1 0      0      78\n';
    const igmp =
      'Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n4\teth0      :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n';
    expect(tables({ packet, igmp }).list(query).sockets).toMatchObject([
      { inode: 77, device: 'eth0' },
      { inode: 78, device: 'if5' },
    ]);
  });
});
