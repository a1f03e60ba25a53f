import { clientSocket } from '../../../src/assess/rules/client-socket.ts';
import { packaged, tcp, udp } from '../machine.ts';
import { casesOf } from './cases.ts';

const resolver = [packaged('/usr/sbin/unbound', 'unbound')];

casesOf(clientSocket, [
  ['a passing port', udp(45_000, { by: [packaged('/usr/bin/x', 'x')] }), 'plausible'],
  ['its holder hidden', udp(45_000, { ownersComplete: false }), 'plausible'],
  [
    'connected to one peer',
    udp(5000, { peer: { address: '192.0.2.1', port: 53 }, by: [packaged('/usr/bin/x', 'x')] }),
    'plausible',
  ],
  ['a resolver on a port of its own choosing', udp(2000, { by: resolver }), 'plausible'],
  ['a resolver on its own port', udp(53, { by: resolver }), null],
  [
    'a known service within the range',
    udp(51_820, { by: [packaged('/usr/bin/wireguard-go', 'wireguard-go')] }),
    null,
  ],
  ['held by the kernel', udp(51_820, { kernel: { what: null } }), null],
  ['outside the range', udp(5000, { by: [packaged('/usr/bin/x', 'x')] }), null],
  ['TCP', tcp(45_000, { by: [packaged('/usr/bin/x', 'x')] }), null],
]);
