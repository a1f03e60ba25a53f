import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseContainers } from '../../../../src/inspect/linux/containers/engine-list.ts';
import { type Forwarder, parseForwarder } from '../../../../src/inspect/linux/containers/forwarder.ts';
import {
  containerOfForwarder,
  identify,
  publicationOfForwarder,
  publicationsOfContainers,
} from '../../../../src/inspect/linux/containers/resolve.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { dockerContainers, ids, podmanContainers } from './samples.ts';

const known = [
  ...(parseContainers(dockerContainers, 'docker')?.containers ?? []),
  ...(parseContainers(podmanContainers, 'podman')?.containers ?? []),
];
const at = (port: number, address = '0.0.0.0') => ({ transport: 'tcp', address, port }) as const;
const proxy = (...options: string[]): string[] => ['/usr/bin/docker-proxy', ...options];
const toWeb = proxy(
  '-proto',
  'tcp',
  '-host-ip',
  '0.0.0.0',
  '-host-port',
  '8080',
  '-container-ip',
  '172.18.0.3',
  '-container-port',
  '80',
);
const route = {
  transport: 'tcp',
  hostAddress: '0.0.0.0',
  hostPort: 8080,
  containerAddress: '172.18.0.3',
  containerPort: 80,
};
const pasta =
  '/usr/bin/pasta --config-net -t 16379-16379:6379-6379 --dns-forward 169.254.1.1 -u none -T none -U none --no-map-gw --quiet --netns /run/user/1000/netns/netns-32ef1b12'.split(
    ' ',
  );
const conmon =
  `/usr/bin/conmon --api-version 1 -c ${ids.redis} -u ${ids.redis} -r /usr/bin/crun -b /x/userdata -n redis --exit-dir /run/x -s -l journald`.split(
    ' ',
  );

function forwarder(cmdline: readonly string[]): Forwarder {
  const parsed = parseForwarder(cmdline);
  if (parsed === null) throw new Error('no forwarder');
  return parsed;
}

describe('parseForwarder', () => {
  test.each([
    ['docker-proxy', toWeb, route],
    ['with a socket handed over (moby 28)', [...toWeb, '-use-listen-fd'], route],
    ['the flag before others', proxy('-use-listen-fd', ...toWeb.slice(1)), route],
    [
      'with =',
      proxy(
        '--proto=tcp',
        '-host-ip=0.0.0.0',
        '-host-port=8080',
        '-container-ip=172.18.0.3',
        '-container-port=80',
      ),
      route,
    ],
    [
      'IPv6 and udp',
      proxy(
        '-proto',
        'udp',
        '-host-ip',
        '::',
        '-host-port',
        '53',
        '-container-ip',
        'fd00:5::2',
        '-container-port',
        '53',
      ),
      { transport: 'udp', hostAddress: '::', hostPort: 53, containerAddress: 'fd00:5::2', containerPort: 53 },
    ],
    ['without options', proxy(), null],
    [
      'with a port that is none',
      proxy('-host-port', '99999', '-container-ip', '172.18.0.3', '-container-port', '80'),
      null,
    ],
    ['cut off', proxy('-host-port'), null],
  ])('%s', (_, cmdline, expected) => {
    expect(parseForwarder(cmdline)).toEqual({
      program: 'docker-proxy',
      engine: 'docker',
      route: expected,
      container: null,
    });
  });

  test.each([
    'rootlessport',
    'rootlessport-child',
    'containers-rootlessport',
    '/usr/bin/slirp4netns',
    '/usr/bin/pasta.avx2',
  ])('%s', (word) => {
    expect(parseForwarder([word])).toEqual({
      program: word.split('/').at(-1),
      engine: 'podman',
      route: null,
      container: null,
    });
  });

  test('conmon names its container', () => {
    expect(forwarder(conmon).container).toEqual({ id: ids.redis, name: 'redis' });
    expect(forwarder(['conmon', '-c', 'short']).container).toBeNull();
  });

  test.each([[['nginx']], [['constructor']], [['/tmp/docker-proxy.sh']], [[]], [['']]])(
    '%j is none',
    (cmdline) => {
      expect(parseForwarder(cmdline)).toBeNull();
    },
  );

  test('any command line', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom(...toWeb, ...conmon, '-host-port=', '--proto'));
    fc.assert(
      fc.property(fc.constantFrom('docker-proxy', 'conmon', 'x'), fc.array(word), (program, words) => {
        const parsed = parseForwarder([program, ...words]);
        return parsed === null ? program === 'x' : parsed.route === null || parsed.route.hostPort <= 65_535;
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

describe('containerOfForwarder', () => {
  test('by the address on a user-defined network', () => {
    expect(containerOfForwarder(forwarder(toWeb), at(8080), known)).toEqual({
      id: ids.web,
      name: 'shop-web-1',
      image: 'nginx:1.27',
      runtime: 'docker',
      compose: { project: 'shop', service: 'web' },
    });
    const second = proxy('-host-port', '8080', '-container-ip', 'fd00:5::2', '-container-port', '80');
    expect(containerOfForwarder(forwarder(second), at(8080, '::'), known)?.id).toBe(ids.web);
  });

  test('by the published port where the address is unknown', () => {
    const moved = proxy(
      '-host-ip',
      '127.0.0.1',
      '-host-port',
      '5432',
      '-container-ip',
      '172.18.0.77',
      '-container-port',
      '5432',
    );
    expect(containerOfForwarder(forwarder(moved), at(5432, '127.0.0.1'), known)?.name).toBe('shop-db-1');
    expect(containerOfForwarder(forwarder(moved), at(5432, '10.0.0.1'), known)).toBeNull();
  });

  test('of two with one address, the one that publishes the port', () => {
    const twin = {
      ...known[1],
      id: ids.dns,
      name: 'twin',
      addresses: ['172.18.0.3'],
      ports: [],
    } as (typeof known)[number];
    expect(containerOfForwarder(forwarder(toWeb), at(8080), [twin, ...known])?.id).toBe(ids.web);
    expect(containerOfForwarder(forwarder(toWeb), at(9999), [twin, ...known])).toBeNull();
  });

  test('rootless podman by the published port; none without an engine', () => {
    expect(containerOfForwarder(forwarder(pasta), at(16_379), known)?.name).toBe('redis');
    expect(containerOfForwarder(forwarder(['rootlessport']), at(16_379, '::'), known)?.name).toBe('redis');
    expect(containerOfForwarder(forwarder(pasta), at(16_379), [])).toBeNull();
  });

  test('conmon by its own words, with or without an engine', () => {
    expect(containerOfForwarder(forwarder(conmon), at(16_379), known)?.image).toBe(
      'docker.io/library/redis:7',
    );
    expect(containerOfForwarder(forwarder(conmon), at(16_379), [])).toEqual({
      id: ids.redis,
      name: 'redis',
      image: null,
      runtime: 'podman',
    });
  });
});

describe('publications', () => {
  test('of a forwarder: where it sends, even when no engine answers', () => {
    const plain = {
      transport: 'tcp',
      hostAddress: '0.0.0.0',
      hostPort: 8080,
      targetAddress: '172.18.0.3',
      targetPort: 80,
      by: 'docker',
    };
    expect(publicationOfForwarder(forwarder(toWeb), at(8080), [])).toEqual({ ...plain, container: null });
    expect(publicationOfForwarder(forwarder(toWeb), at(8080), known)).toMatchObject({
      ...plain,
      container: { name: 'shop-web-1' },
    });
  });

  test('of pasta: the engine knows the port behind it', () => {
    expect(publicationOfForwarder(forwarder(pasta), at(16_379), known)).toMatchObject({
      targetAddress: '10.88.0.5',
      targetPort: 6379,
      by: 'podman',
    });
  });

  test('of all containers', () => {
    expect(
      publicationsOfContainers(known).map(({ hostAddress, hostPort, targetAddress, by }) => [
        hostAddress,
        hostPort,
        targetAddress,
        by,
      ]),
    ).toEqual([
      ['0.0.0.0', 8080, null, 'docker'],
      ['::', 8080, 'fd00:5::2', 'docker'],
      ['127.0.0.1', 5432, '172.18.0.2', 'docker'],
      ['0.0.0.0', 16_379, '10.88.0.5', 'podman'],
    ]);
  });
});

test('identify names a container known by its cgroup', () => {
  const bare = { id: ids.redis, name: null, image: null, runtime: 'unknown' } as const;
  expect(identify(bare, known)).toMatchObject({
    name: 'redis',
    image: 'docker.io/library/redis:7',
    runtime: 'podman',
  });
  expect(identify({ ...bare, id: 'f'.repeat(64) }, known)).toEqual({ ...bare, id: 'f'.repeat(64) });
  const lxc = { id: 'e', name: null, image: null, runtime: 'lxc' } as const;
  expect(identify(lxc, known)).toEqual(lxc);
});
