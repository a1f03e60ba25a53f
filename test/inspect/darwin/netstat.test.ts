import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDotPlace, parseNetstat } from '../../../src/inspect/darwin/netstat.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { recorded } from '../recorded.ts';

const listening = (file: string) =>
  parseNetstat(recorded('darwin', file)).rows.filter(
    ({ kind, state }) => kind === 'udp' || state === 'LISTEN',
  );
const brief = (file: string) =>
  listening(file).map(({ version, local, pid, process }) => [
    version,
    local.address,
    local.port,
    pid,
    process,
  ]);

describe('the tables of several releases', () => {
  test('10.14: pid as a column of its own', () => {
    expect(brief('netstat-10.14-tcp.txt')).toEqual([['46', null, 62981, 34548, null]]);
  });

  test('15: two columns more before the pid, zones, full addresses', () => {
    expect(brief('netstat-15-tcp.txt')).toEqual([
      ['6', 'fe80::1', 5002, 4244, null],
      ['4', '127.0.0.1', 631, 250, null],
    ]);
    expect(listening('netstat-15-tcp.txt')[0]?.local.zone).toBe('lo0');
    expect(listening('netstat-15-tcp.txt').map(({ generation }) => generation)).toEqual([0x23c6301, 0x1a30]);
  });

  test('26: process:pid, names with spaces and dots', () => {
    expect(brief('netstat-26-tcp.txt')).toEqual([
      ['4', '127.0.0.1', 51836, 53082, 'node'],
      ['46', null, 3283, 1039, 'ARDAgent'],
      ['6', null, 49615, 1232, 'io.tailscale.ipn'],
      ['6', null, 88, 910, 'kdc'],
      ['6', 'fe80::c4c8:5ff:f', 62503, 368, 'remoted'],
      ['4', '192.168.1.147', 8080, 777, 'Google Chrome H'],
      ['4', null, 22, 1, 'launchd'],
    ]);
    expect(listening('netstat-26-tcp.txt').map(({ perhapsCut }) => perhapsCut)).toEqual([
      null,
      null,
      null,
      null,
      'fe80::c4c8:5ff:f',
      null,
      null,
    ]);
  });

  test('connections keep their pid behind names with spaces', () => {
    const { rows, skipped } = parseNetstat(recorded('darwin', 'netstat-26-tcp.txt'));
    const fusion = rows.find(({ state, local }) => state === 'ESTABLISHED' && local.port === 49515);
    expect([fusion?.process, fusion?.pid, fusion?.generation]).toEqual(['Autodesk Fusion', 22712, 0x25c5ff]);
    expect(skipped).toBe(0);
  });

  test('UDP has no state, and may be bound to nothing', () => {
    expect(brief('netstat-26-udp.txt')).toEqual([
      ['4', null, 5353, 390, 'mDNSResponder'],
      ['46', null, 5353, 21037, 'Google Chrome He'],
      ['46', null, 5353, 21037, 'Google Chrome He'],
      ['4', '192.168.0.116', 63770, 21037, 'Google Chrome He'],
      ['4', null, null, 149, 'configd'],
    ]);
  });

  test('without -v there is no pid, and the sockets are still read', () => {
    const { rows, recognised } = parseNetstat(
      'Proto Recv-Q Send-Q  Local Address  Foreign Address  (state)\ntcp4  0  0  *.23  *.*  LISTEN\n',
    );
    expect(recognised).toBe(true);
    expect(rows[0]).toMatchObject({ local: { port: 23 }, pid: null, process: null, generation: null });
  });

  test('other tables of the same output are left alone', () => {
    const { rows, skipped } =
      parseNetstat(`${recorded('darwin', 'netstat-26-udp.txt')}Active Multipath Internet connections
Proto/ID  Flags      Local Address          Foreign Address        (state)
Active LOCAL (UNIX) domain sockets
Address          Type   Recv-Q Send-Q            Inode             Conn
2bd2e58f8c9a19d3 stream      0      0                0 2bd2e58f8c9a1a9b                0                0 /tmp/tcp4 socket
`);
    expect([rows.length, skipped]).toEqual([5, 0]);
  });
});

describe('places of macOS', () => {
  test.each([
    ['*.22', null, 22],
    ['*.*', null, null],
    ['127.0.0.1.631', '127.0.0.1', 631],
    ['::1.8187', '::1', 8187],
    ['fe80::4479:65ff:.123', 'fe80::4479:65ff', 123],
    ['2600:1700:5610:3.443', '2600:1700:5610:3::', 443],
    ['2a06:98c1:3100::.443', '2a06:98c1:3100::', 443],
  ])('%s', (text, address, port) => {
    expect(parseDotPlace(text)).toMatchObject({ address, port });
  });

  test.each(['localhost.http', '1.2.3.22', '.22', '22', '', '*.65536', ':.1'])('%j is none', (text) => {
    expect(parseDotPlace(text)).toBeNull();
  });
});

describe('damaged output', () => {
  test('what cannot be read is counted', () => {
    const { rows, skipped, recognised } = parseNetstat(
      'tcp4 0 0 *.22\nudp4\ntcp9 0 0 *.1 *.* LISTEN\nnonsense\n',
    );
    expect([rows.length, skipped, recognised]).toEqual([0, 3, false]);
  });

  test('cut anywhere, it gives a beginning of the rows and never a wrong port', () => {
    const whole = recorded('darwin', 'netstat-26-tcp.txt');
    const ports = parseNetstat(whole).rows.map(({ local }) => local.port);
    fc.assert(
      fc.property(fc.nat(whole.length), (length) => {
        const { rows } = parseNetstat(whole.slice(0, length));
        expect(rows.map(({ local }) => local.port)).toEqual(ports.slice(0, rows.length));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  test('any text is survived', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'Proto x (state) pid',
        'Proto (state) process:pid gencnt',
        'tcp4',
        'udp46 0 0 *.5 *.* 1 2 3',
      ),
      fc
        .array(fc.constantFrom('tcp4', '0', '*.22', '*.*', 'LISTEN', 'a b:7', ':', '1'), { maxLength: 12 })
        .map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { rows } = parseNetstat(lines.join('\n'));
        for (const { pid, local } of rows) {
          expect(pid === null || Number.isInteger(pid)).toBe(true);
          expect(local.port === null || local.port <= 65_535).toBe(true);
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});
