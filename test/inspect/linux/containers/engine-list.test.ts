import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseContainers } from '../../../../src/inspect/linux/containers/engine-list.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { dockerContainers, ids, podmanContainers } from './samples.ts';

describe('parseContainers', () => {
  test('a compose container on two networks', () => {
    const list = parseContainers(dockerContainers, 'docker');
    expect(list?.unreadable).toBe(0);
    expect(list?.containers[0]).toEqual({
      id: ids.web,
      name: 'shop-web-1',
      image: 'nginx:1.27',
      runtime: 'docker',
      compose: { project: 'shop', service: 'web' },
      addresses: ['172.18.0.3', '172.19.0.2', 'fd00:5::2'],
      ports: [
        { transport: 'tcp', hostAddress: '0.0.0.0', hostPort: 8080, containerPort: 80 },
        { transport: 'tcp', hostAddress: '::', hostPort: 8080, containerPort: 80 },
      ],
    });
  });

  test('the container’s own name, not that of a link', () => {
    expect(parseContainers(dockerContainers, 'docker')?.containers[1]?.name).toBe('shop-db-1');
  });

  test('on the host’s network: no addresses, no ports', () => {
    expect(parseContainers(dockerContainers, 'docker')?.containers[2]).toMatchObject({
      addresses: [],
      ports: [],
      compose: null,
    });
  });

  test('podman gives an empty address for all and null labels', () => {
    expect(parseContainers(podmanContainers, 'podman')?.containers[0]).toMatchObject({
      name: 'redis',
      runtime: 'podman',
      compose: null,
      ports: [{ transport: 'tcp', hostAddress: '0.0.0.0', hostPort: 16379, containerPort: 6379 }],
    });
  });

  test.each([[null], [{ message: 'page not found' }], ['[]'], [42]])('%j is no list', (body) => {
    expect(parseContainers(body, 'docker')).toBeNull();
  });

  test('counts entries that are no containers and drops what is no port', () => {
    const odd = {
      Id: ids.web,
      Names: 7,
      Ports: [null, { PrivatePort: 1, PublicPort: 70000, Type: 'tcp' }, { Type: 'icmp' }],
      NetworkSettings: [],
    };
    const list = parseContainers([null, {}, { Id: '../x' }, odd], 'docker');
    expect(list?.unreadable).toBe(3);
    expect(list?.containers).toEqual([
      { id: ids.web, name: null, image: null, runtime: 'docker', compose: null, addresses: [], ports: [] },
    ]);
  });

  test('any JSON', () => {
    const known = fc.constantFrom(
      'Id',
      'Names',
      'Ports',
      'Labels',
      'NetworkSettings',
      'Networks',
      'IPAddress',
      'PublicPort',
    );
    const entry = fc.dictionary(known, fc.oneof(fc.jsonValue(), fc.constant(ids.web)));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.array(entry)), (body) => {
        const list = parseContainers(body, 'docker');
        return (
          list === null ||
          list.containers.every(({ id, ports }) => id !== '' && ports.every(({ hostPort }) => hostPort > 0))
        );
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
