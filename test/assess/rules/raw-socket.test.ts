import { rawSocket } from '../../../src/assess/rules/raw-socket.ts';
import { atTerminal, ofAnn, packaged, packet, raw, tcp } from '../machine.ts';
import { casesOf } from './cases.ts';

casesOf(rawSocket, [
  ['a DHCP client', packet(2048, { by: [packaged('/usr/sbin/dhclient', 'isc-dhcp-client')] }), 'expected'],
  [
    'a sniffer built at home, at a terminal',
    packet(3, { by: [atTerminal('/home/ann/src/tcpdump')] }),
    'plausible',
  ],
  ['any packaged program', raw(1, { by: [packaged('/usr/bin/x', 'x')] }), 'plausible'],
  ['nobody accounts for it', raw(1, { by: [ofAnn('/home/ann/.x/x')] }), 'suspect'],
  ['hidden', raw(1, { ownersComplete: false }), null],
  ['no such socket', tcp(22, { by: [packaged('/usr/sbin/dhclient', 'isc-dhcp-client')] }), null],
]);
