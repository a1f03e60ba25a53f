import { strangerInUnit } from '../../../src/assess/rules/stranger-in-unit.ts';
import { packaged, service, tcp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

const apache = { unit: service('apache2') };

casesOf(strangerInUnit, [
  ['the daemon', tcp(80, { ...apache, by: [packaged('/usr/sbin/apache2', 'apache2-bin')] }), null],
  ['netcat', tcp(4444, { ...apache, by: [packaged('/usr/bin/nc.openbsd', 'netcat-openbsd')] }), 'suspect'],
  ['a shell', tcp(4444, { ...apache, by: [packaged('/bin/bash', 'bash')] }), 'suspect'],
  [
    'a script of the web root',
    tcp(4444, { ...apache, by: [packaged('/usr/bin/perl', 'perl-base', { runs: '/var/www/x.pl' })] }),
    'suspect',
  ],
  ['a file of the web root', tcp(4444, { ...apache, by: [unpackaged('/var/www/x')] }), 'suspect'],
  [
    'a helper of the distribution',
    tcp(4444, { ...apache, by: [packaged('/usr/lib/apache2/helper', 'apache2-bin')] }),
    null,
  ],
  ['out of reach', tcp(4444, { ...apache, address: '127.0.0.1', by: [unpackaged('/var/www/x')] }), null],
  [
    'a unit that starts programs of others',
    tcp(4444, { unit: service('jenkins'), by: [unpackaged('/var/lib/jenkins/x')] }),
    null,
  ],
  [
    'what a person left in the unit of sshd',
    tcp(4444, { unit: service('ssh'), by: [packaged('/usr/bin/nc.openbsd', 'netcat-openbsd')] }),
    null,
  ],
  ['no unit', tcp(4444, { by: [packaged('/usr/bin/nc.openbsd', 'netcat-openbsd')] }), null],
]);
