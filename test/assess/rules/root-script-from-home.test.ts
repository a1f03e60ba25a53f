import { rootScriptFromHome } from '../../../src/assess/rules/root-script-from-home.ts';
import { inside, packaged, tcp } from '../machine.ts';
import { casesOf } from './cases.ts';

const python = (given: Parameters<typeof packaged>[2]): ReturnType<typeof packaged> =>
  packaged('/usr/bin/python3.11', 'python3.11-minimal', given);
const app = { runs: '/home/ann/app.py' };

casesOf(rootScriptFromHome, [
  ['exposed', tcp(80, { by: [python(app)] }), 'suspect'],
  ['by a relative name', tcp(80, { by: [python({ runs: './app.py', cwd: '/home/ann' })] }), 'suspect'],
  [
    'a module in a home folder',
    tcp(80, { by: [python({ runs: 'http.server', cwd: '/home/ann' })] }),
    'suspect',
  ],
  ['at a terminal on the private network', tcp(80, { by: [python({ ...app, tty: 'pts/1' })] }), 'plausible'],
  [
    'at a terminal on public addresses',
    tcp(80, { exposure: 'public', by: [python({ ...app, tty: 'pts/1' })] }),
    'suspect',
  ],
  ['on loopback', tcp(80, { address: '127.0.0.1', by: [python(app)] }), null],
  ["from root's own home", tcp(80, { by: [python({ runs: '/root/app.py' })] }), null],
  ['not as root', tcp(80, { by: [python({ ...app, uid: 1000 })] }), null],
  ['from /srv', tcp(80, { by: [python({ runs: '/srv/app.py' })] }), null],
  [
    'in a container',
    tcp(80, { ...inside('a', 'b'), exposure: 'public', by: [python({ runs: '/home/node/app.py' })] }),
    null,
  ],
  ['no interpreter', tcp(80, { by: [packaged('/home/ann/app', 'app')] }), null],
]);
