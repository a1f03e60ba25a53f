import { atTerminal, ofAnn, owner, packaged, service, tcp, unpackaged } from '../machine.ts';
import type { Row } from './row.ts';

const shared = { exposure: 'public' } as const;

const local = { address: '127.0.0.1' } as const;

const python = (given: Parameters<typeof packaged>[2]): ReturnType<typeof packaged> =>
  packaged('/usr/bin/python3.11', 'python3.11-minimal', given);

/** Files where no daemon belongs. */
export const places: readonly Row[] = [
  [
    'a program in /tmp, exposed',
    tcp(4444, { ...shared, by: [unpackaged('/tmp/.ICE-unix/a')] }),
    ['krb524'],
    'wrong',
    'temporary-folder',
  ],
  [
    'a program in /var/tmp on loopback',
    tcp(9050, { ...local, by: [unpackaged('/var/tmp/t')] }),
    [],
    'suspect',
    'temporary-folder',
  ],
  [
    'a script in /tmp, by the packaged Python',
    tcp(31_337, { ...shared, by: [python({ runs: '/tmp/s.py' })] }),
    ['eldim'],
    'wrong',
    'temporary-folder',
  ],
  [
    'a script in /tmp by a relative name',
    tcp(31_337, { ...shared, by: [python({ runs: 's.py', cwd: '/tmp/a' })] }),
    ['eldim'],
    'wrong',
    'temporary-folder',
  ],
  [
    'from /tmp at a terminal, exposed',
    tcp(8080, { by: [atTerminal('/tmp/server')] }),
    ['http-alt'],
    'suspect',
    'temporary-folder',
  ],
  [
    'a folder that looks like go build, but no go above it',
    tcp(8080, { by: [ofAnn('/tmp/go-build1/b001/exe/main')] }),
    ['http-alt'],
    'wrong',
    'temporary-folder',
  ],
  [
    'a worker in /tmp beside honest ones',
    tcp(80, { ...shared, by: [packaged('/usr/sbin/nginx', 'nginx'), unpackaged('/tmp/w')] }),
    ['http'],
    'wrong',
    'temporary-folder',
  ],
  [
    'a daemon in a folder that everybody may write',
    tcp(7000, {
      unit: service('ours'),
      by: [
        unpackaged('/opt/ours/d', { exeFacts: { ownerUid: 0, mode: 0o755, inWorldWritableFolder: true } }),
      ],
    }),
    [],
    'suspect',
    'writable-by-all',
  ],
  [
    'a daemon whose file everybody may write',
    tcp(7000, {
      ...local,
      unit: service('ours'),
      by: [
        unpackaged('/opt/ours/d', { exeFacts: { ownerUid: 0, mode: 0o777, inWorldWritableFolder: false } }),
      ],
    }),
    [],
    'suspect',
    'writable-by-all',
  ],
  [
    'deleted from /tmp',
    tcp(4444, { ...local, by: [unpackaged('/tmp/x', { exeDeleted: true })] }),
    [],
    'wrong',
    'deleted-executable',
  ],
  [
    'from memory',
    tcp(4444, { ...local, by: [owner('/memfd:kernel', { exeDeleted: true })] }),
    [],
    'wrong',
    'deleted-executable',
  ],
  [
    'deleted from a hidden folder',
    tcp(4444, { ...local, by: [ofAnn('/home/ann/.x/y', { exeDeleted: true })] }),
    [],
    'suspect',
    'deleted-executable',
  ],
  [
    'an unpackaged file in /usr/sbin',
    tcp(7777, { ...shared, by: [unpackaged('/usr/sbin/updated')] }),
    ['cbt'],
    'suspect',
    'unpackaged-system-file',
  ],
  [
    'an unpackaged unknown daemon in /usr/bin as a unit, exposed',
    tcp(7777, { ...shared, unit: service('updated'), by: [unpackaged('/usr/bin/updated')] }),
    ['cbt'],
    'suspect',
    'unpackaged-system-file',
  ],
  [
    'root runs a script from a home folder, exposed',
    tcp(8000, { ...shared, unit: service('app'), by: [python({ runs: '/home/ann/app/app.py' })] }),
    ['irdmi'],
    'suspect',
    'root-script-from-home',
  ],
];
