import { describe, expect, test } from 'vitest';
import type { Publication } from '../../../../src/inspect/listener.ts';
import { parseContainers } from '../../../../src/inspect/linux/containers/engine-list.ts';
import { publicationsOfContainers } from '../../../../src/inspect/linux/containers/index.ts';
import {
  distinctPublications,
  publicationsTo,
  publishedAt,
  withContainers,
} from '../../../../src/inspect/linux/published/index.ts';
import { dockerContainers, ids } from '../containers/samples.ts';

const known = parseContainers(dockerContainers, 'docker')?.containers ?? [];
const base: Publication = {
  transport: 'tcp',
  hostAddress: '0.0.0.0',
  hostPort: 8080,
  targetAddress: '172.18.0.3',
  targetPort: 80,
  by: 'iptables',
  container: null,
};

test('a route seen through nftables and iptables is one, and the better-told stays', () => {
  const seen = distinctPublications([{ ...base, by: 'nftables' }, base, { ...base, hostPort: 8081 }]);
  expect(seen.map(({ by, hostPort }) => [by, hostPort])).toEqual([
    ['iptables', 8080],
    ['iptables', 8081],
  ]);
});

test('withContainers names the container behind an address, unless two have it', () => {
  expect(withContainers([base], known)[0]?.container).toMatchObject({ id: ids.web, name: 'shop-web-1' });
  const twin = known.map((one) => ({ ...one, addresses: ['172.18.0.3'] }));
  expect(withContainers([base], twin)[0]?.container).toBeNull();
  expect(withContainers([{ ...base, targetAddress: null }], known)[0]?.container).toBeNull();
});

const at = (
  publications: readonly Publication[],
  port: number,
  hostAddresses: readonly string[] | null = ['192.168.1.5'],
) => publishedAt(publications, { port, transport: 'tcp', hostAddresses });

describe('publishedAt', () => {
  test('narrows a span to the port asked for', () => {
    const { targetPort: _, ...rest } = base;
    const span = { ...rest, hostPort: 5000, through: 5010, targetPort: null };
    expect(at([span], 5003)).toEqual([{ ...rest, hostPort: 5003, targetPort: 5003 }]);
    expect(at([{ ...span, targetPort: 99 }], 5003)).toMatchObject([{ hostPort: 5003, targetPort: 99 }]);
    expect(at([span], 5011)).toEqual([]);
  });

  test('only addresses of this host count', () => {
    expect(at([{ ...base, hostAddress: '10.96.0.1' }], 8080)).toEqual([]);
    expect(at([{ ...base, hostAddress: '10.96.0.1' }], 8080, null)).toHaveLength(1);
    expect(at([{ ...base, hostAddress: '192.168.1.5' }], 8080)).toHaveLength(1);
    expect(at([{ ...base, hostAddress: '127.0.0.1' }], 8080)).toHaveLength(1);
    expect(at([{ ...base, hostAddress: '192.168.0.0/16' }], 8080)).toHaveLength(1);
  });

  test('the transport must be the one asked for', () => {
    expect(publishedAt([base], { port: 8080, transport: 'udp', hostAddresses: null })).toEqual([]);
    expect(publishedAt([base], { port: 8080, transport: null, hostAddresses: null })).toEqual([base]);
  });
});

describe('publicationsTo', () => {
  const listener = {
    transport: 'tcp',
    port: 80,
    addresses: ['172.18.0.3', '127.0.0.1'],
    containerId: null,
  } as const;

  test('by address, by container, at the port', () => {
    expect(publicationsTo([base], listener)).toEqual([base]);
    expect(publicationsTo([base], { ...listener, port: 81 })).toEqual([]);
    const engine = publicationsOfContainers(known);
    expect(
      publicationsTo(engine, { ...listener, addresses: [], containerId: ids.web }).map(
        ({ hostAddress }) => hostAddress,
      ),
    ).toEqual(['0.0.0.0', '::']);
    expect(publicationsTo(engine, { ...listener, addresses: [], containerId: ids.dns })).toEqual([]);
  });

  test('spans that keep the port, and spans of targets', () => {
    const kept = { ...base, hostPort: 70, through: 90, targetPort: null };
    expect(publicationsTo([kept], listener)).toEqual([kept]);
    expect(publicationsTo([kept], { ...listener, port: 91 })).toEqual([]);
    const picked = { ...base, targetPort: 78, targetThrough: 82 };
    expect(publicationsTo([picked], listener)).toEqual([picked]);
    expect(publicationsTo([{ ...base, targetPort: null }], listener)).toEqual([]);
  });
});
