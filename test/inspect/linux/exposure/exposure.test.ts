import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exposureOf } from '../../../../src/inspect/linux/exposure/exposure.ts';
import {
  type HostAddress,
  type HostAddresses,
  hostAddresses,
} from '../../../../src/inspect/linux/exposure/host-addresses.ts';
import { multicastReach } from '../../../../src/inspect/linux/exposure/multicast.ts';
import type { Exposure, ListedSocket, Publication } from '../../../../src/inspect/listener.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { aSocket } from '../a-socket.ts';

const on = (device: string, address: string): HostAddress => ({
  device,
  address,
  family: address.includes(':') ? 6 : 4,
});
const host = (...all: HostAddress[]): HostAddresses => ({
  all,
  membersOf: (device) => (device === 'vrf-red' ? ['eth1'] : []),
});

const lo = [on('lo', '127.0.0.1'), on('lo', '::1')];
const laptop = host(...lo, on('wlan0', '192.168.1.5'), on('wlan0', 'fe80::1'));
const server = host(...lo, on('eth0', '203.0.113.7'), on('eth0', 'fe80::2'), on('eth1', '10.0.0.2'));
const sixServer = host(...lo, on('eth0', '10.0.0.2'), on('eth0', '2001:db8::7'));
const alone = host(...lo);
const any6 = { address: '::', family: 6, dualStack: true } as const;

type Case = [what: string, socket: Partial<ListedSocket>, host: HostAddresses, expected: Exposure];

const cases: Case[] = [
  ['loopback', { address: '127.0.0.1' }, server, 'loopback'],
  ['all of 127/8', { address: '127.0.0.53' }, server, 'loopback'],
  ['IPv6 loopback', { address: '::1' }, server, 'loopback'],
  ['mapped loopback', { address: '::ffff:127.0.0.1' }, server, 'loopback'],
  ['one private address of a public server', { address: '10.0.0.2' }, server, 'private'],
  ['shared address space', { address: '100.64.1.1' }, server, 'private'],
  ['unique local', { address: 'fd00::5' }, server, 'private'],
  ['one public address', { address: '203.0.113.7' }, laptop, 'public'],
  ['link-local IPv4', { address: '169.254.1.1' }, server, 'link-local'],
  ['link-local IPv6', { address: 'fe80::2', device: 'eth0' }, server, 'link-local'],
  ['wildcard, public host', { address: '0.0.0.0' }, server, 'public'],
  ['wildcard, private host', { address: '0.0.0.0' }, laptop, 'private'],
  ['wildcard, only loopback up', { address: '0.0.0.0' }, alone, 'loopback'],
  ['wildcard, addresses unknown', { address: '0.0.0.0' }, { all: null, membersOf: () => [] }, 'public'],
  [
    'IPv6 only, where IPv6 has link-local addresses alone',
    { ...any6, dualStack: false },
    server,
    'link-local',
  ],
  ['dual stack there: IPv4 is the worse', any6, server, 'public'],
  ['dual stack unknown counts as dual', { ...any6, dualStack: null }, server, 'public'],
  ['IPv4 where only IPv6 is public', { address: '0.0.0.0' }, sixServer, 'private'],
  ['dual stack where only IPv6 is public', any6, sixServer, 'public'],
  [
    'wildcard on one private device of a public host',
    { address: '0.0.0.0', device: 'eth1' },
    server,
    'private',
  ],
  ['wildcard on the public device', { address: '0.0.0.0', device: 'eth0' }, server, 'public'],
  ['wildcard on loopback', { address: '0.0.0.0', device: 'lo' }, server, 'loopback'],
  ['a public address bound to loopback', { address: '203.0.113.7', device: 'lo' }, server, 'loopback'],
  ['wildcard on a VRF', { address: '0.0.0.0', device: 'vrf-red' }, server, 'private'],
  ['wildcard on a device without address', { address: '0.0.0.0', device: 'dummy0' }, server, 'link-local'],
  ['mDNS group', { kind: 'udp', address: '224.0.0.251' }, server, 'link-local'],
  ['SSDP group', { kind: 'udp', address: '239.255.255.250' }, server, 'private'],
  ['NTP group, routed as far as the host is', { kind: 'udp', address: '224.0.1.1' }, server, 'public'],
  ['NTP group on a laptop', { kind: 'udp', address: '224.0.1.1' }, laptop, 'private'],
  ['broadcast', { kind: 'udp', address: '255.255.255.255' }, server, 'link-local'],
  ['IPv6 mDNS group', { kind: 'udp', address: 'ff02::fb' }, server, 'link-local'],
  ['IPv6 interface-local group', { kind: 'udp', address: 'ff01::1' }, server, 'loopback'],
  ['IPv6 site group', { kind: 'udp', address: 'ff05::1:3' }, server, 'private'],
  [
    'IPv6 global group',
    { kind: 'udp', address: 'ff0e::1', family: 6, dualStack: false },
    sixServer,
    'public',
  ],
  [
    'a UDP socket connected to this host',
    { kind: 'udp', address: '0.0.0.0', peer: { address: '127.0.0.1', port: 53 } },
    server,
    'loopback',
  ],
  [
    'a UDP socket connected to the world',
    { kind: 'udp', address: '203.0.113.7', peer: { address: '9.9.9.9', port: 53 } },
    server,
    'public',
  ],
  ['a packet socket', { kind: 'packet', port: null, family: null, address: '*' }, server, 'public'],
  [
    'a packet socket on one device',
    { kind: 'packet', port: null, family: null, address: '*', device: 'eth1' },
    server,
    'private',
  ],
];

const publication = (hostAddress: string): Publication => ({
  transport: 'tcp',
  hostAddress,
  hostPort: 8080,
  targetAddress: '172.18.0.3',
  targetPort: 80,
  by: 'docker',
  container: null,
});

describe('exposureOf', () => {
  test.each(cases)('%s', (_, socket, seen, expected) => {
    expect(exposureOf(aSocket(socket), seen)).toBe(expected);
  });

  const inside = { netns: { inode: 9, name: 'web', own: false } };
  test('in another namespace: only there, however it is bound', () => {
    expect(exposureOf(aSocket(inside), server)).toBe('container');
    expect(exposureOf(aSocket({ ...inside, address: '127.0.0.1' }), server)).toBe('container');
  });

  test('published from there: as far as the host’s side, the widest of several', () => {
    expect(exposureOf(aSocket(inside), server, [publication('127.0.0.1')])).toBe('loopback');
    expect(exposureOf(aSocket(inside), server, [publication('127.0.0.1'), publication('10.0.0.2')])).toBe(
      'private',
    );
    expect(exposureOf(aSocket(inside), server, [publication('0.0.0.0')])).toBe('public');
    expect(exposureOf(aSocket(inside), server, [publication('::')])).toBe('link-local');
    expect(exposureOf(aSocket(inside), laptop, [publication('203.0.113.0/24')])).toBe('public');
  });

  test('a rule that hands packets to a loopback listener widens it', () => {
    expect(exposureOf(aSocket({ address: '127.0.0.1' }), server, [publication('0.0.0.0')])).toBe('public');
    expect(exposureOf(aSocket({ address: '10.0.0.2' }), server, [publication('127.0.0.1')])).toBe('private');
  });

  test('more addresses never narrow a wildcard, and a device never widens it', () => {
    const order = ['loopback', 'link-local', 'private', 'public'];
    const address = fc.oneof(fc.ipV4(), fc.ipV6()).map((text) => on('eth0', text));
    const bound = fc.constantFrom({ address: '0.0.0.0' }, any6, { ...any6, dualStack: false });
    fc.assert(
      fc.property(fc.array(address, { maxLength: 5 }), address, bound, (some, more, socket) => {
        const before = exposureOf(aSocket(socket), host(...lo, ...some));
        const after = exposureOf(aSocket(socket), host(...lo, ...some, more));
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
        const narrowed = exposureOf(aSocket({ ...socket, device: 'lo' }), host(...lo, ...some, more));
        expect(order.indexOf(narrowed)).toBeLessThanOrEqual(order.indexOf(after));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

test.each(['10.0.0.1', '240.0.0.1', 'fe80::1', '', 'nonsense', '224.0.0'])('%j is no group', (address) => {
  expect(multicastReach(address)).toBeNull();
});

const failing = (): never => {
  throw new Error('uv_interface_addresses');
};

describe('hostAddresses', () => {
  test('this machine’s own, with their devices', () => {
    const { all } = hostAddresses();
    expect(
      all?.some(({ address, device, family }) => address === '127.0.0.1' && device === 'lo' && family === 4),
    ).toBe(true);
  });

  test('unknown where the kernel does not tell', () => {
    expect(hostAddresses({ interfaces: failing }).all).toBeNull();
  });

  test('members of a device that is none', () => {
    expect(hostAddresses().membersOf('no-such-device')).toEqual([]);
    expect(hostAddresses({ sysRoot: '/nonexistent' }).membersOf('lo')).toEqual([]);
  });
});
