import { deletedExecutable } from '../../../src/assess/rules/deleted-executable.ts';
import { atTerminal, inside, ofAnn, owner, packaged, tcp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

const gone = { exeDeleted: true };

casesOf(deletedExecutable, [
  ['still there', tcp(9, { by: [packaged('/usr/bin/x', 'x')] }), null],
  ['an upgrade', tcp(9, { by: [packaged('/usr/bin/x', 'x', gone)] }), 'plausible'],
  ['an upgrade below /opt', tcp(9, { by: [unpackaged('/opt/x/x', gone)] }), 'plausible'],
  ['an old file of a container', tcp(9, { ...inside('a', 'b'), by: [unpackaged('/x', gone)] }), 'plausible'],
  ['rebuilt at a terminal', tcp(9, { by: [atTerminal('/home/ann/x', gone)] }), 'plausible'],
  [
    'gone from a hidden folder',
    tcp(9, { address: '127.0.0.1', by: [ofAnn('/home/ann/.x/x', gone)] }),
    'suspect',
  ],
  ['gone, exposed, nobody accounts for it', tcp(9, { by: [unpackaged('/data/x', gone)] }), 'suspect'],
  ['gone from /tmp', tcp(9, { by: [unpackaged('/tmp/x', gone)] }), 'wrong'],
  [
    'gone from /tmp, the suffix of the kernel still on',
    tcp(9, { by: [unpackaged('/tmp/x (deleted)', gone)] }),
    'wrong',
  ],
  ['never a file', tcp(9, { by: [owner('/memfd:x', gone)] }), 'wrong'],
  [
    'a sealed copy of a container runtime',
    tcp(9, { by: [owner('/memfd:runc_cloned:/proc/self/exe', gone)] }),
    null,
  ],
  [
    'the worst of several counts',
    tcp(9, { by: [packaged('/usr/bin/x', 'x', gone), unpackaged('/tmp/y', gone)] }),
    'wrong',
  ],
  ['not known', tcp(9, { by: [owner(null)] }), null],
]);
