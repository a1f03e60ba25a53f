import { describe, expect, test } from 'vitest';
import { inetProtocols } from '../../../../src/inspect/linux/sockets/protocols.ts';
import { type InetFacts, inetRow } from '../../../../src/inspect/linux/sockets/row.ts';

const facts: InetFacts = {
  family: 6,
  state: 10,
  address: '::',
  port: 443,
  peerAddress: '::',
  peerPort: 0,
  v6Only: false,
  device: null,
  uid: 0,
  inode: 1,
  cgroupId: null,
  backlog: { current: 1, max: 128 },
  drops: null,
};
const netns = { inode: 1, name: null, own: true };

const row = (kind: string, more: Partial<InetFacts> = {}, number?: number): ReturnType<typeof inetRow> => {
  const protocol = inetProtocols.find(
    (one) => one.kind === kind && (number === undefined || one.number === number),
  );
  if (protocol === undefined) throw new Error(kind);
  return inetRow(protocol, { ...facts, ...more }, netns);
};

describe('dual stack', () => {
  test.each<[string, Partial<InetFacts>, boolean | null]>([
    ['a wildcard that takes IPv4', {}, true],
    ['a wildcard that does not', { v6Only: true }, false],
    ['a wildcard of which it is not known', { v6Only: null }, null],
    ['one IPv6 address', { address: '::1' }, false],
    ['an IPv4 address in IPv6 form', { address: '::ffff:127.0.0.1' }, false],
    ['IPv4', { family: 4, address: '0.0.0.0', v6Only: null }, false],
  ])('%s', (_, more, expected) => {
    expect(row('tcp', more).dualStack).toBe(expected);
  });
});

test('only a stream socket has a queue', () => {
  expect(row('tcp').backlog).toEqual({ current: 1, max: 128 });
  expect(row('udp', { state: 7 }).backlog).toBeNull();
});

test('a peer is told of connected sockets only', () => {
  const peer = { peerAddress: '2001:db8::1', peerPort: 53 };
  expect(row('udp', { state: 7, ...peer }).peer).toBeNull();
  expect(row('udp', { state: 1, ...peer }).peer).toEqual({ address: '2001:db8::1', port: 53 });
});

test('a raw socket has a protocol where others have a port', () => {
  expect(row('raw', { state: 7, port: 58, v6Only: null })).toMatchObject({
    port: null,
    protocol: 58,
    dualStack: false,
  });
});

test('UDP-Lite is told apart by its protocol', () => {
  expect(row('udp', { state: 7 }, 136)).toMatchObject({ kind: 'udp', port: 443, protocol: 136 });
  expect(row('udp', { state: 7 }, 17)).toMatchObject({ kind: 'udp', port: 443, protocol: null });
});
