import { temporaryFolder } from '../../../src/assess/rules/temporary-folder.ts';
import { atTerminal, inside, ofAnn, owner, packaged, tcp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

const local = { address: '127.0.0.1' };
const byGo = { ancestry: [{ pid: 9, comm: 'go' }] };

casesOf(temporaryFolder, [
  ['exposed', tcp(9, { by: [unpackaged('/tmp/x')] }), 'wrong'],
  ['out of reach', tcp(9, { ...local, by: [unpackaged('/var/tmp/x')] }), 'suspect'],
  ['at a terminal, exposed', tcp(9, { by: [atTerminal('/tmp/x')] }), 'suspect'],
  ['at a terminal, out of reach', tcp(9, { ...local, by: [atTerminal('/tmp/x')] }), 'plausible'],
  ['in a container', tcp(9, { ...inside('a', 'b'), by: [owner('/tmp/x')] }), 'plausible'],
  ['a script', tcp(9, { by: [packaged('/usr/bin/perl', 'perl', { runs: '/tmp/x.pl' })] }), 'wrong'],
  [
    'a module, started in /tmp',
    tcp(9, { by: [packaged('/usr/bin/python3', 'python3', { runs: 'http.server', cwd: '/tmp' })] }),
    null,
  ],
  ['go run', tcp(9, { by: [ofAnn('/tmp/go-build7/b001/exe/main', byGo)] }), 'plausible'],
  ['a path like go run', tcp(9, { by: [ofAnn('/tmp/go-build7/b001/exe/main')] }), 'wrong'],
  ['an AppImage on loopback', tcp(9, { ...local, by: [ofAnn('/tmp/.mount_x/x')] }), 'plausible'],
  ['an AppImage, exposed', tcp(9, { by: [ofAnn('/tmp/.mount_x/x')] }), 'wrong'],
  ['macOS', tcp(9, { by: [ofAnn('/private/tmp/x')] }), 'wrong'],
  ['Windows', tcp(9, { by: [ofAnn('C:\\Users\\ann\\AppData\\Local\\Temp\\x.exe')] }), 'wrong'],
  ['elsewhere', tcp(9, { by: [ofAnn('/home/ann/tmp/x')] }), null],
]);
