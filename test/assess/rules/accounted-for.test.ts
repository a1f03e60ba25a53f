import { accountedFor } from '../../../src/assess/rules/accounted-for.ts';
import { atTerminal, inside, ofAnn, owner, packaged, service, tcp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

const local = { address: '127.0.0.1' };

casesOf(accountedFor, [
  ['a package', tcp(9, { by: [packaged('/usr/bin/d', 'd')] }), 'plausible'],
  ['a container', tcp(9, { ...inside('a', 'b'), by: [owner('/d')] }), 'plausible'],
  ['the administrator', tcp(9, { by: [unpackaged('/usr/local/bin/d')] }), 'plausible'],
  ['a unit', tcp(9, { unit: service('d'), by: [unpackaged('/data/d')] }), 'plausible'],
  ['a person at a terminal', tcp(9, { by: [atTerminal('/data/d')] }), 'plausible'],
  ['a person, by his own home', tcp(9, { by: [ofAnn('/home/ann/d')] }), 'plausible'],
  ['a project', tcp(9, { by: [ofAnn('/data/d', { gitProject: '/data' })] }), 'plausible'],
  ['the unit of cron says nothing', tcp(9, { unit: service('cron'), by: [unpackaged('/data/d')] }), null],
  [
    'the unit of another daemon says nothing',
    tcp(9, { unit: service('nginx'), by: [unpackaged('/data/d')] }),
    null,
  ],
  ['nobody, but out of reach', tcp(9, { ...local, by: [unpackaged('/data/d')] }), 'plausible'],
  ['nobody', tcp(9, { by: [unpackaged('/data/d')] }), null],
  ['a file that could not be seen', tcp(9, { by: [owner(null)] }), null],
  ['nobody to be seen', tcp(9), null],
]);
