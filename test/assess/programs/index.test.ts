import { describe, expect, test } from 'vitest';
import {
  isCustomary,
  programOfComm,
  programOfFile,
  programOfImage,
  programOfRun,
  programOfUnit,
  programs,
} from '../../../src/assess/programs/index.ts';
import { type PortSpan, spanHas, spansText } from '../../../src/assess/programs/program.ts';

const isSpan = (span: PortSpan): boolean => {
  const [from, to] = typeof span === 'number' ? [span, span] : span;
  return Number.isInteger(from) && from > 0 && to >= from && to <= 65_535;
};

describe('the table', () => {
  test('has each program once, and each can be recognised', () => {
    expect(programs.length).toBeGreaterThan(150);
    const names = programs.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(programs.filter(({ names: files, runs }) => files === undefined && runs === undefined)).toEqual(
      [],
    );
  });

  test('no name belongs to two programs', () => {
    const owners = new Map<string, string[]>();
    for (const { name, names = [] } of programs) {
      for (const file of names) owners.set(file, [...(owners.get(file) ?? []), name]);
    }
    expect([...owners].filter(([, all]) => all.length > 1)).toEqual([]);
  });

  test('every span of ports is one', () => {
    const spans = programs.flatMap(({ tcp = [], udp = [], keepPrivate = [], openDoor = [] }) => [
      ...tcp,
      ...udp,
      ...(keepPrivate === 'all' ? [] : keepPrivate),
      ...openDoor,
    ]);
    expect(spans.filter((span) => !isSpan(span))).toEqual([]);
  });

  test('an open door is a port of the program', () => {
    const strange = programs.filter(({ tcp = [], openDoor = [] }) =>
      openDoor.some((span) => !spanHas(tcp, typeof span === 'number' ? span : span[0])),
    );
    expect(strange.map(({ name }) => name)).toEqual([]);
  });
});

describe('recognising', () => {
  test.each([
    ['/usr/sbin/sshd', 'OpenSSH server'],
    ['/usr/lib/postfix/sbin/master', 'Postfix'],
    ['/home/ann/master', null],
    ['/usr/sbin/php-fpm8.2', 'PHP-FPM'],
    ['/nix/store/x-nginx/bin/.nginx-wrapped', 'nginx'],
    ['/usr/bin/redis-check-rdb', 'Redis or Valkey'],
    ['C:\\Windows\\System32\\svchost.exe', 'Windows services'],
    ['/usr/bin/no-such-thing', null],
    ['', null],
  ])('the file %s: %s', (file, name) => {
    expect(programOfFile(file)?.name ?? null).toBe(name);
  });

  test.each([
    ['systemd-resolve', 'systemd-resolved'],
    ['kube-controller', 'Kubernetes control plane'],
    ['sshd', 'OpenSSH server'],
    ['constructor', null],
  ])('the process name %s: %s', (comm, name) => {
    expect(programOfComm(comm)?.name ?? null).toBe(name);
  });

  test.each([
    ['ssh.service', 'OpenSSH server'],
    ['postgresql@15-main.service', 'PostgreSQL'],
    ['cups.socket', 'CUPS'],
    ['wg-quick@wg0.service', 'WireGuard'],
    ['ours.service', null],
  ])('the unit %s: %s', (unit, name) => {
    expect(programOfUnit(unit)?.name ?? null).toBe(name);
  });

  test.each([
    ['redis:7', 'Redis or Valkey'],
    ['docker.io/library/postgres@sha256:0123', 'PostgreSQL'],
    ['registry.example:5000/firm/nginx', 'nginx'],
    ['mcr.microsoft.com/mssql/server:2022-latest', 'SQL Server'],
    ['quay.io/calico/node:v3', 'Calico'],
    ['node:20', null],
    ['firm/server:1', null],
  ])('the image %s: %s', (image, name) => {
    expect(programOfImage(image)?.name ?? null).toBe(name);
  });

  test.each([
    ['kafka.Kafka', 'Kafka'],
    ['org.apache.zookeeper.server.quorum.QuorumPeerMain', 'ZooKeeper'],
    ['org.elasticsearch.bootstrap.Elasticsearch', 'Elasticsearch'],
    ['org.apache.cassandra.service.CassandraDaemon', 'Cassandra'],
    ['org.apache.catalina.startup.Bootstrap', 'Tomcat'],
    ['/usr/share/java/jenkins.war', 'Jenkins'],
    ['/srv/a/node_modules/.bin/vite', 'Vite'],
    ['/usr/bin/gunicorn shop.wsgi:app', 'Django, Flask or another Python web server'],
    ['http.server', 'Django, Flask or another Python web server'],
    ['/home/ann/venv/bin/jupyter-lab', 'Jupyter'],
    ['server.js', null],
  ])('what runs, %s: %s', (runs, name) => {
    expect(programOfRun(runs)?.name ?? null).toBe(name);
  });
});

test.each([
  ['/usr/sbin/sshd', 'tcp', 22, true],
  ['/usr/sbin/sshd', 'udp', 22, false],
  ['/usr/sbin/sshd', 'sctp', 22, false],
  ['/usr/lib/xorg/Xorg', 'tcp', 6063, true],
  ['/usr/lib/xorg/Xorg', 'tcp', 6064, false],
  ['/usr/sbin/named', 'udp', 53, true],
] as const)('%s on %s %i: %s', (file, kind, port, expected) => {
  const program = programOfFile(file);
  expect(program !== null && isCustomary(program, kind, port)).toBe(expected);
});

test('spans in words', () => {
  expect(spansText([22, [6000, 6063]])).toBe('22, 6000-6063');
  expect(spanHas(undefined, 22)).toBe(false);
});
