import { writableByAll } from '../../../src/assess/rules/writable-by-all.ts';
import { inside, owner, tcp } from '../machine.ts';
import { casesOf } from './cases.ts';

const facts = (mode: number, inWorldWritableFolder = false): Parameters<typeof owner>[1] => ({
  exeFacts: { ownerUid: 0, mode, inWorldWritableFolder },
});

casesOf(writableByAll, [
  ['nobody else may write', tcp(9, { by: [owner('/opt/x', facts(0o755))] }), null],
  ['the file', tcp(9, { by: [owner('/opt/x', facts(0o777))] }), 'suspect'],
  ['a folder', tcp(9, { by: [owner('/opt/x', facts(0o755, true))] }), 'suspect'],
  [
    'a second holder',
    tcp(9, { by: [owner('/opt/x', facts(0o755)), owner('/opt/y', facts(0o777))] }),
    'suspect',
  ],
  ['/tmp has a rule of its own', tcp(9, { by: [owner('/tmp/x', facts(0o755, true))] }), null],
  ['in a container', tcp(9, { ...inside('a', 'b'), by: [owner('/app/x', facts(0o777))] }), null],
  ['not known', tcp(9, { by: [owner('/opt/x')] }), null],
]);
