import { container, inside, owner, packaged, service, tcp } from '../machine.ts';
import type { Row } from './row.ts';

const shared = { exposure: 'public' } as const;

const local = { address: '127.0.0.1' } as const;

const dockerProxy = (): ReturnType<typeof owner> =>
  packaged('/usr/bin/docker-proxy', 'docker-ce', { cmdline: ['/usr/bin/docker-proxy', '-proto', 'tcp'] });

const forwarder = { program: 'docker-proxy', engine: 'docker' } as const;

/** Containers and clusters. */
export const containers: readonly Row[] = [
  [
    'a published web server',
    tcp(8080, {
      ...shared,
      forwarder,
      container: container('web', 'nginx:1.27'),
      by: [dockerProxy()],
      published: [
        {
          transport: 'tcp',
          hostAddress: '0.0.0.0',
          hostPort: 8080,
          targetAddress: '172.17.0.2',
          targetPort: 80,
          by: 'docker',
          container: container('web', 'nginx:1.27'),
        },
      ],
    }),
    ['http-alt'],
    'expected',
  ],
  [
    'a published program that nobody knows',
    tcp(9999, {
      ...shared,
      forwarder,
      container: container('api', 'ghcr.io/firm/api:3'),
      by: [dockerProxy()],
    }),
    ['distinct'],
    'plausible',
  ],
  [
    'a forwarder whose container could not be named',
    tcp(9998, { ...shared, forwarder, by: [dockerProxy()] }),
    ['distinct32'],
    'plausible',
  ],
  [
    'a database on loopback for the container',
    tcp(5432, { ...local, forwarder, container: container('db', 'postgres:16'), by: [dockerProxy()] }),
    ['postgresql'],
    'expected',
  ],
  [
    'a database inside its container',
    tcp(6379, {
      ...inside('cache', 'redis:7'),
      by: [owner('/usr/local/bin/redis-server', { package: null, uid: 999 })],
    }),
    ['redis'],
    'expected',
  ],
  [
    'node as root from /home/node in a container',
    tcp(3000, {
      ...inside('app', 'firm/app:1'),
      by: [owner('/usr/local/bin/node', { package: null, runs: '/home/node/app/index.js' })],
    }),
    ['hbci'],
    'plausible',
  ],
  [
    'a program without a package in a container',
    tcp(8080, { ...inside('app', 'firm/app:1'), by: [owner('/usr/bin/app', { package: null })] }),
    ['http-alt'],
    'plausible',
  ],
  [
    "a container on the host's network",
    tcp(9100, {
      container: container('exporter', 'quay.io/prometheus/node-exporter:v1.8'),
      by: [owner('/bin/node_exporter', { package: null, uid: 65_534 })],
    }),
    ['hp-pdl-datastr'],
    'expected',
  ],
  [
    'kubelet',
    tcp(10_250, { ...shared, unit: service('kubelet'), by: [packaged('/usr/bin/kubelet', 'kubelet')] }),
    [],
    'expected',
  ],
  [
    'the API server of Kubernetes',
    tcp(6443, {
      ...shared,
      container: container('kube-apiserver', 'registry.k8s.io/kube-apiserver:v1.31.0'),
      by: [owner('/usr/local/bin/kube-apiserver', { package: null })],
    }),
    ['sun-sr-https'],
    'expected',
  ],
  [
    'containerd on a random port of loopback',
    tcp(38_871, {
      ...local,
      unit: service('containerd'),
      by: [packaged('/usr/bin/containerd', 'containerd.io')],
    }),
    [],
    'plausible',
  ],
];
