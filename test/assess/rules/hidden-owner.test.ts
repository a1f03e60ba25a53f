import { hiddenOwner } from '../../../src/assess/rules/hidden-owner.ts';
import { owner, packaged, tcp } from '../machine.ts';
import { casesOf } from './cases.ts';

casesOf(hiddenOwner, [
  ['hidden', tcp(22, { ownersComplete: false }), 'unknown'],
  ['all seen, and nobody holds it', tcp(22), 'unknown'],
  ['seen by name only', tcp(22, { by: [owner(null, { comm: 'sshd' })] }), 'unknown'],
  ['seen', tcp(22, { by: [packaged('/usr/sbin/sshd', 'openssh-server')] }), null],
  ['the kernel', tcp(2049, { kernel: { what: 'NFS' } }), null],
]);
