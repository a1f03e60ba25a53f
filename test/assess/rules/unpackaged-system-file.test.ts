import { unpackagedSystemFile } from '../../../src/assess/rules/unpackaged-system-file.ts';
import { inside, owner, packaged, service, tcp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

casesOf(unpackagedSystemFile, [
  ['of a package', tcp(9, { by: [packaged('/usr/sbin/x', 'x')] }), null],
  ['of none', tcp(9, { by: [unpackaged('/usr/sbin/x')] }), 'suspect'],
  ['of none, out of reach', tcp(9, { address: '127.0.0.1', by: [unpackaged('/usr/sbin/x')] }), 'suspect'],
  [
    'of none, in a unit, out of reach',
    tcp(9, { address: '127.0.0.1', unit: service('x'), by: [unpackaged('/usr/sbin/x')] }),
    'plausible',
  ],
  ['of none, in a unit, exposed', tcp(9, { unit: service('x'), by: [unpackaged('/usr/sbin/x')] }), 'suspect'],
  [
    'a known program put there by hand, as a unit',
    tcp(9, { unit: service('docker'), by: [unpackaged('/usr/bin/dockerd')] }),
    'plausible',
  ],
  ['the old file of an upgrade', tcp(9, { by: [unpackaged('/usr/sbin/x', { exeDeleted: true })] }), null],
  ['nobody was asked', tcp(9, { by: [owner('/usr/sbin/x')] }), null],
  ['the folder of the administrator', tcp(9, { by: [unpackaged('/usr/local/sbin/x')] }), null],
  [
    'what npm put below /usr/lib',
    tcp(9, { by: [unpackaged('/usr/lib/node_modules/esbuild/bin/esbuild')] }),
    null,
  ],
  ['in a container', tcp(9, { ...inside('a', 'b'), by: [unpackaged('/usr/sbin/x')] }), null],
]);
