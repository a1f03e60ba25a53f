import { packaged, service, systemd, tcp, udp } from '../machine.ts';
import type { Row } from './row.ts';

const shared = { exposure: 'public' } as const;

const local = { address: '127.0.0.1' } as const;

/** Mail, names, time, the kernel and tunnels. */
export const base: readonly Row[] = [
  [
    'Postfix',
    tcp(25, {
      ...shared,
      unit: service('postfix@-'),
      by: [packaged('/usr/lib/postfix/sbin/master', 'postfix')],
    }),
    ['smtp'],
    'expected',
  ],
  [
    'Exim on loopback',
    tcp(25, { ...local, unit: service('exim4'), by: [packaged('/usr/sbin/exim4', 'exim4-daemon-light')] }),
    ['smtp'],
    'expected',
  ],
  [
    'Dovecot',
    tcp(993, { ...shared, unit: service('dovecot'), by: [packaged('/usr/sbin/dovecot', 'dovecot-core')] }),
    ['imaps'],
    'expected',
  ],
  [
    'BIND',
    udp(53, { ...shared, unit: service('named'), by: [packaged('/usr/sbin/named', 'bind9')] }),
    ['domain'],
    'expected',
  ],
  [
    'systemd-resolved, name cut by the kernel',
    udp(53, {
      address: '127.0.0.53',
      unit: service('systemd-resolved'),
      by: [packaged('/usr/lib/systemd/systemd-resolved', 'systemd-resolved', { comm: 'systemd-resolve' })],
    }),
    ['domain'],
    'expected',
  ],
  [
    'systemd-resolved, LLMNR',
    udp(5355, {
      unit: service('systemd-resolved'),
      by: [packaged('/usr/lib/systemd/systemd-resolved', 'systemd', { comm: 'systemd-resolve' })],
    }),
    ['llmnr'],
    'expected',
  ],
  [
    'Unbound asking from a random port',
    udp(12_345, { ...shared, unit: service('unbound'), by: [packaged('/usr/sbin/unbound', 'unbound')] }),
    ['italk'],
    'plausible',
  ],
  [
    'dnsmasq of libvirt',
    udp(67, {
      address: '192.168.122.1',
      unit: service('libvirtd'),
      by: [packaged('/usr/sbin/dnsmasq', 'dnsmasq-base')],
    }),
    ['bootps'],
    'expected',
  ],
  [
    'chrony',
    udp(323, { ...local, unit: service('chrony'), by: [packaged('/usr/sbin/chronyd', 'chrony')] }),
    ['rpki-rtr'],
    'expected',
  ],
  [
    'rpcbind by its socket unit',
    udp(111, {
      unit: {
        name: 'rpcbind.socket',
        type: 'socket',
        socketUnit: 'rpcbind.socket',
        source: 'systemd',
        activates: 'rpcbind.service',
      },
      by: [systemd()],
    }),
    ['sunrpc'],
    'expected',
  ],
  ['NFS in the kernel', tcp(2049, { inode: 0, kernel: { what: 'NFS server' } }), ['nfs'], 'expected'],
  ['lockd in the kernel, not named', tcp(39_411, { inode: 0, kernel: { what: null } }), [], 'plausible'],
  [
    'WireGuard in the kernel',
    udp(51_820, { inode: 0, ...shared, kernel: { what: 'WireGuard wg0' } }),
    [],
    'expected',
  ],
  [
    'Tailscale',
    udp(41_641, {
      ...shared,
      unit: service('tailscaled'),
      by: [packaged('/usr/sbin/tailscaled', 'tailscale')],
    }),
    [],
    'expected',
  ],
];
