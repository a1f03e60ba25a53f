import { atTerminal, dpkg, ofAnn, tcp } from '../machine.ts';
import type { Row } from './row.ts';

const local = { address: '127.0.0.1' } as const;

const goRun = '/tmp/go-build184/b001/exe/main';

/** What developers start. */
export const developer: readonly Row[] = [
  [
    'a node server on loopback',
    tcp(3000, {
      ...local,
      by: [
        atTerminal('/home/ann/.nvm/versions/node/v20.20.2/bin/node', { runs: '/home/ann/work/server.js' }),
      ],
    }),
    ['hbci'],
    'plausible',
  ],
  [
    'Express on every address, as is its default',
    tcp(3000, { by: [atTerminal('/usr/bin/node', { package: dpkg('nodejs'), runs: 'server.js' })] }),
    ['hbci'],
    'plausible',
  ],
  [
    'Vite',
    tcp(5173, {
      ...local,
      by: [
        atTerminal('/usr/bin/node', {
          package: dpkg('nodejs'),
          runs: '/home/ann/work/node_modules/.bin/vite',
        }),
      ],
    }),
    [],
    'plausible',
  ],
  [
    'http.server at a terminal',
    tcp(8000, {
      by: [
        atTerminal('/usr/bin/python3.11', {
          package: dpkg('python3.11-minimal'),
          runs: 'http.server',
          cmdline: ['python3', '-m', 'http.server'],
        }),
      ],
    }),
    ['irdmi'],
    'plausible',
  ],
  [
    'Jupyter in a virtual environment',
    tcp(8888, {
      ...local,
      by: [
        atTerminal('/usr/bin/python3.11', {
          package: dpkg('python3.11-minimal'),
          comm: 'jupyter-lab',
          runs: '/home/ann/venv/bin/jupyter-lab',
        }),
      ],
    }),
    ['ddi-tcp-1'],
    'plausible',
  ],
  [
    'a kernel of Jupyter',
    tcp(43_211, {
      ...local,
      by: [ofAnn('/home/ann/miniconda3/bin/python3.11', { runs: 'ipykernel_launcher' })],
    }),
    [],
    'plausible',
  ],
  [
    'go run on every address',
    tcp(8080, {
      by: [
        ofAnn(goRun, {
          ancestry: [
            { pid: 3000, comm: 'go' },
            { pid: 2999, comm: 'bash' },
          ],
        }),
      ],
    }),
    ['http-alt'],
    'plausible',
  ],
  [
    "a test suite's own PostgreSQL",
    tcp(15_432, {
      ...local,
      by: [ofAnn('/tmp/embedded-pg/PG-9f1/bin/postgres', { ancestry: [{ pid: 3000, comm: 'java' }] })],
    }),
    [],
    'plausible',
  ],
  [
    'Redis compiled at home',
    tcp(6379, { ...local, by: [atTerminal('/home/ann/src/redis/src/redis-server')] }),
    ['redis'],
    'plausible',
  ],
  [
    'nginx compiled at home, exposed',
    tcp(8080, {
      by: [
        atTerminal('/home/ann/nginx-1.27/objs/nginx', { cmdline: ['nginx: master process ./objs/nginx'] }),
      ],
    }),
    ['http-alt'],
    'plausible',
  ],
  [
    'a rebuilt program whose old self still runs',
    tcp(7000, {
      by: [
        atTerminal('/home/ann/work/target/debug/server', { exeDeleted: true, gitProject: '/home/ann/work' }),
      ],
    }),
    ['afs3-fileserver'],
    'plausible',
  ],
  [
    "VS Code's server",
    tcp(41_000, {
      ...local,
      by: [
        ofAnn('/home/ann/.vscode-server/cli/servers/Stable-1/server/node', {
          runs: '/home/ann/.vscode-server/cli/servers/Stable-1/server/out/server-main.js',
        }),
      ],
    }),
    [],
    'plausible',
  ],
  [
    'netcat at a terminal',
    tcp(4444, { by: [atTerminal('/usr/bin/nc.openbsd', { package: dpkg('netcat-openbsd'), comm: 'nc' })] }),
    ['krb524'],
    'plausible',
  ],
  [
    'a Python worker that inherited the socket',
    tcp(8000, {
      by: [
        atTerminal('/usr/bin/python3.11', {
          package: dpkg('python3.11-minimal'),
          cmdline: ['python3', '-c', 'from multiprocessing.spawn import spawn_main; spawn_main()'],
        }),
      ],
    }),
    ['irdmi'],
    'plausible',
  ],
];
