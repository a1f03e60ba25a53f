import { unassignedPort } from '../../../src/assess/rules/unassigned-port.ts';
import { owner, packaged, tcp, udp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

casesOf(unassignedPort, [
  ['a packaged daemon', tcp(7779, { by: [packaged('/usr/bin/x', 'x')] }), 'plausible'],
  ['nobody accounts for it', tcp(7779, { by: [unpackaged('/data/x')] }), 'suspect'],
  ['where it comes from is not known', tcp(7779, { by: [owner(null)] }), 'plausible'],
  ['out of reach', tcp(7779, { address: '127.0.0.1', by: [unpackaged('/data/x')] }), null],
  ['assigned', tcp(7779, { by: [unpackaged('/data/x')] }), null, 'something'],
  [
    'a customary port',
    tcp(5173, { by: [packaged('/usr/bin/node', 'nodejs', { runs: '/srv/a/node_modules/.bin/vite' })] }),
    null,
  ],
  ['a passing port', udp(45_000, { by: [unpackaged('/data/x')] }), null],
]);
