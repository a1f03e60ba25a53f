import { atTerminal, dpkg, ofAnn, owner, packaged, packet, service, tcp, unpackaged } from '../machine.ts';
import type { Row } from './row.ts';

const shared = { exposure: 'public' } as const;

const python = (given: Parameters<typeof packaged>[2]): ReturnType<typeof packaged> =>
  packaged('/usr/bin/python3.11', 'python3.11-minimal', given);

/** Programs that nobody accounts for, and strangers among others. */
export const strangers: readonly Row[] = [
  [
    'nobody accounts for it, on a port of another',
    tcp(8443, { ...shared, by: [unpackaged('/var/www/html/uploads/a', { uid: 33, user: 'www-data' })] }),
    ['pcsync-https'],
    'suspect',
    'differs-from-registry',
  ],
  [
    'nobody accounts for it, on a port of nobody',
    tcp(47_999, { ...shared, by: [ofAnn('/home/ann/.x/bin/y')] }),
    [],
    'suspect',
    'unassigned-port',
  ],
  [
    "a stranger in another one's home",
    tcp(47_999, { ...shared, by: [unpackaged('/home/ann/bin/y', { uid: 33, user: 'www-data' })] }),
    [],
    'suspect',
    'unassigned-port',
  ],
  [
    'code on the command line',
    tcp(4444, { ...shared, by: [python({ cmdline: ['python3', '-c', 'import socket'], runs: null })] }),
    ['krb524'],
    'suspect',
    'differs-from-registry',
  ],
  [
    'nobody accounts for it, on a retired port',
    tcp(2504, { ...shared, by: [ofAnn('/home/ann/.x/wlbs')] }),
    ['wlbs'],
    'suspect',
    'retired-registration',
  ],
  [
    "a shell opened inside the web server's unit",
    tcp(4444, {
      ...shared,
      unit: service('apache2'),
      by: [packaged('/usr/bin/nc.openbsd', 'netcat-openbsd', { uid: 33, user: 'www-data' })],
    }),
    ['krb524'],
    'suspect',
    'stranger-in-unit',
  ],
  [
    "a script inside the database's unit",
    tcp(8080, {
      ...shared,
      unit: service('postgresql@15-main'),
      by: [python({ runs: '/var/lib/postgresql/x.py', uid: 107 })],
    }),
    ['http-alt'],
    'suspect',
    'stranger-in-unit',
  ],
  [
    'an outsider in a REUSEPORT group',
    tcp(8080, {
      ...shared,
      unit: service('api'),
      by: [unpackaged('/opt/api/api', { pid: 50 }), unpackaged('/opt/other/thief', { pid: 60 })],
      group: { workers: 2, reuseport: 2, outsiders: [60], inodes: [1, 2] },
    }),
    ['http-alt'],
    'suspect',
    'shared-with-outsider',
  ],
  [
    'an unknown program reading packets',
    packet(3, { by: [ofAnn('/home/ann/.x/sniff')] }),
    [],
    'suspect',
    'raw-socket',
  ],
  [
    'an unpackaged tool reading packets',
    packet(3, { by: [owner('/var/lib/x/sniff', { package: null })] }),
    [],
    'suspect',
    'raw-socket',
  ],
  [
    'a debugger open to the network',
    tcp(5678, {
      by: [atTerminal('/usr/bin/python3.11', { package: dpkg('python3.11-minimal'), runs: 'debugpy' })],
    }),
    ['rrac'],
    'suspect',
    'exposed-without-need',
  ],
];
