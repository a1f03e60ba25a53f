import { differsFromRegistry } from '../../../src/assess/rules/differs-from-registry.ts';
import { owner, packaged, tcp, udp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

const daemon = [packaged('/usr/bin/ourd', 'ourd')];
const nobody = [unpackaged('/data/x')];

casesOf(differsFromRegistry, [
  [
    'a packaged program, the Black ICE lesson',
    tcp(8081, { by: daemon }),
    'plausible',
    'blackice-icecap',
    'sunproxyadmin',
  ],
  ['nobody accounts for it, exposed', tcp(8081, { by: nobody }), 'suspect', 'sunproxyadmin'],
  [
    'nobody accounts for it, out of reach',
    tcp(8081, { address: '127.0.0.1', by: nobody }),
    'plausible',
    'sunproxyadmin',
  ],
  ['where it comes from is not known', tcp(8081, { by: [owner(null)] }), 'plausible', 'sunproxyadmin'],
  [
    'a known program at home there',
    tcp(3000, { by: [packaged('/usr/sbin/grafana', 'grafana')] }),
    null,
    'hbci',
  ],
  ['its own service', tcp(7777, { by: daemon }), null, 'ourd'],
  ['a retired registration has a rule of its own', tcp(2504, { by: daemon }), null, 'wlbs'],
  ['a passing port', udp(45_000, { by: daemon }), null, 'something'],
  ['nobody has the port', tcp(7777, { by: daemon }), null],
  ['nobody to be seen', tcp(8081), null, 'sunproxyadmin'],
]);
