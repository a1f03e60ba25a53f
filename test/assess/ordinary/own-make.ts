import { owner, packaged, service, tcp, unpackaged } from '../machine.ts';
import type { Row } from './row.ts';

const shared = { exposure: 'public' } as const;

/** What administrators install themselves, and machines without dpkg. */
export const ownMake: readonly Row[] = [
  [
    'node_exporter unpacked into /usr/local',
    tcp(9100, {
      unit: service('node_exporter'),
      by: [unpackaged('/usr/local/bin/node_exporter', { uid: 998 })],
    }),
    ['hp-pdl-datastr'],
    'expected',
  ],
  [
    'a daemon compiled into /usr/local',
    tcp(9999, { ...shared, unit: service('ourdaemon'), by: [unpackaged('/usr/local/sbin/ourdaemon')] }),
    ['distinct'],
    'plausible',
  ],
  [
    'a Go program on MPTCP',
    tcp(8080, {
      ...shared,
      protocol: 262,
      unit: service('api'),
      by: [unpackaged('/opt/api/api', { uid: 1001, user: 'api' })],
    }),
    ['http-alt'],
    'plausible',
  ],
  [
    "a firm's own program in a home folder, as a unit",
    tcp(9000, {
      ...shared,
      unit: service('shop'),
      by: [unpackaged('/home/deploy/shop/bin/shop', { uid: 1002, user: 'deploy' })],
    }),
    ['cslistener'],
    'plausible',
  ],
  [
    'motion, where the registry has a Sun proxy',
    tcp(8081, { unit: service('motion'), by: [packaged('/usr/bin/motion', 'motion')] }),
    ['sunproxyadmin'],
    'expected',
  ],
  [
    'Zabbix agent, known to the registry alone',
    tcp(10_050, {
      ...shared,
      unit: service('zabbix-agent'),
      by: [packaged('/usr/sbin/zabbix_agentd', 'zabbix-agent')],
    }),
    ['zabbix-agent'],
    'expected',
  ],
  [
    'sshd after an upgrade',
    tcp(22, {
      ...shared,
      unit: service('ssh'),
      by: [packaged('/usr/sbin/sshd', 'openssh-server', { exeDeleted: true })],
    }),
    ['ssh'],
    'expected',
  ],
  [
    'PM2 and its node',
    tcp(3000, {
      ...shared,
      unit: service('pm2-deploy'),
      by: [
        packaged('/usr/bin/node', 'nodejs', {
          runs: '/home/deploy/shop/server.js',
          cwd: '/home/deploy/shop',
          uid: 1002,
          user: 'deploy',
        }),
      ],
    }),
    ['hbci'],
    'plausible',
  ],
  [
    'gunicorn in a virtual environment',
    tcp(8000, {
      ...shared,
      unit: service('shop'),
      by: [
        packaged('/usr/bin/python3.11', 'python3.11-minimal', {
          comm: 'gunicorn',
          runs: '/srv/shop/venv/bin/gunicorn',
          cwd: '/srv/shop',
          uid: 33,
        }),
      ],
    }),
    ['irdmi'],
    'plausible',
  ],
  [
    'a daemon of an Arch machine, no dpkg',
    tcp(80, { ...shared, unit: service('nginx'), by: [owner('/usr/bin/nginx')] }),
    ['http'],
    'expected',
  ],
  [
    'nginx of NixOS',
    tcp(80, {
      ...shared,
      unit: service('nginx'),
      by: [
        owner('/nix/store/0ad9v1-nginx-1.26.2/bin/.nginx-wrapped', {
          comm: '.nginx-wrapped',
          cmdline: ['/nix/store/0ad9v1-nginx-1.26.2/bin/nginx'],
        }),
      ],
    }),
    ['http'],
    'expected',
  ],
  [
    'busybox httpd',
    tcp(80, { by: [owner('/bin/busybox', { comm: 'httpd', cmdline: ['httpd', '-f'] })] }),
    ['http'],
    'plausible',
  ],
];
