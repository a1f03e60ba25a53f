import { kernelHeld } from '../../../src/assess/rules/kernel-held.ts';
import { packaged, tcp, udp } from '../machine.ts';
import { casesOf } from './cases.ts';

casesOf(kernelHeld, [
  ['known for what', udp(51_820, { inode: 0, kernel: { what: 'WireGuard wg0' } }), 'expected'],
  ['not known for what', tcp(40_001, { inode: 0, kernel: { what: null } }), 'plausible'],
  ['a process', tcp(22, { by: [packaged('/usr/sbin/sshd', 'openssh-server')] }), null],
]);
