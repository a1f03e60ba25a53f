import { retiredRegistration } from '../../../src/assess/rules/retired-registration.ts';
import { owner, packaged, service, tcp, udp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

const nats = [packaged('/usr/bin/nats-server', 'nats-server')];
const daemon = [packaged('/usr/bin/x', 'x')];

casesOf(retiredRegistration, [
  ['an array of our own', tcp(2174, { unit: service('portreeve'), by: nats }), 'plausible', 'msfw-array'],
  ['something else on 2171', tcp(2171, { by: daemon }), 'plausible', 'msfw-storage'],
  ['3847', tcp(3847, { by: daemon }), 'plausible', 'msfw-control'],
  ['2504 is not WLBS', udp(2504, { by: daemon }), 'plausible', 'wlbs'],
  ['1717 is not Convoy', udp(1717, { by: daemon }), 'plausible', 'fj-hdnet'],
  ['nobody accounts for it, exposed', udp(2504, { by: [unpackaged('/data/wlbs')] }), 'suspect', 'wlbs'],
  [
    'on Windows it may be the product itself',
    udp(2504, { by: [owner('C:\\Windows\\System32\\x.exe')] }),
    null,
    'wlbs',
  ],
  ['a living registration', tcp(2175, { by: daemon }), null],
  ['hidden', tcp(2174), null],
]);
