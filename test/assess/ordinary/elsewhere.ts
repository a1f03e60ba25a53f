import { container, packaged, packet, raw, service, tcp, unpackaged } from '../machine.ts';
import type { Row } from './row.ts';

const shared = { exposure: 'public' } as const;

/** Sockets without ports, shared and retired ports, hidden holders. */
export const elsewhere: readonly Row[] = [
  [
    'dhclient reading packets',
    packet(3, { by: [packaged('/usr/sbin/dhclient', 'isc-dhcp-client')] }),
    [],
    'expected',
  ],
  [
    'NetworkManager and ICMPv6',
    raw(58, {
      unit: service('NetworkManager'),
      by: [packaged('/usr/sbin/NetworkManager', 'network-manager')],
    }),
    [],
    'expected',
  ],
  [
    'tcpdump at a terminal',
    packet(3, { by: [packaged('/usr/bin/tcpdump', 'tcpdump', { tty: 'pts/0' })] }),
    [],
    'expected',
  ],
  [
    'a packaged program with a raw socket',
    raw(1, { by: [packaged('/usr/sbin/somed', 'somed')] }),
    [],
    'plausible',
  ],
  [
    'NATS on the classic ports of an array',
    tcp(2174, { unit: service('portreeve'), by: [packaged('/usr/bin/nats-server', 'nats-server')] }),
    ['msfw-array'],
    'plausible',
  ],
  [
    'a retired port reused by a firm',
    tcp(2504, { unit: service('ours'), by: [unpackaged('/opt/ours/ours')] }),
    ['wlbs'],
    'plausible',
  ],
  [
    'a group of equal sockets',
    tcp(8080, {
      ...shared,
      unit: service('api'),
      by: [unpackaged('/opt/api/api'), unpackaged('/opt/api/api')],
      group: { workers: 2, reuseport: 2, outsiders: [], inodes: [1, 2] },
    }),
    ['http-alt'],
    'plausible',
  ],
  [
    'hidden, but the unit fits',
    tcp(22, { ...shared, ownersComplete: false, unit: service('ssh') }),
    ['ssh'],
    'plausible',
  ],
  [
    'hidden, a container is known',
    tcp(8080, { ...shared, ownersComplete: false, container: container('web', null) }),
    ['http-alt'],
    'plausible',
  ],
  ['hidden altogether', tcp(8080, { ...shared, ownersComplete: false }), ['http-alt'], 'unknown'],
];
