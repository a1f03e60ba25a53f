import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Publication } from '../../../../src/inspect/listener.ts';
import { parseNft } from '../../../../src/inspect/linux/published/nft-json.ts';
import { publicationsOfTable } from '../../../../src/inspect/linux/published/walk.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { chain, dport, elements, jump, listing, rule, samples } from './nft-samples.ts';

const span = (from: number | null, to: number | undefined): string =>
  `${from ?? '*'}${to === undefined ? '' : `-${to}`}`;

/** `tcp 0.0.0.0:80-90 -> 10.0.0.1:90 (condition)`. */
function brief({
  transport,
  hostAddress,
  hostPort,
  through,
  targetAddress,
  targetPort,
  targetThrough,
  condition,
}: Publication): string {
  const target = `${targetAddress ?? 'here'}:${span(targetPort, targetThrough)}`;
  return `${transport} ${hostAddress}:${span(hostPort, through)} -> ${target}${condition === undefined ? '' : ` (${condition})`}`;
}

const published = (...listings: readonly unknown[]): readonly string[] =>
  (parseNft(...listings)?.tables ?? []).flatMap((table) =>
    publicationsOfTable(table).publications.map(brief),
  );

describe('one rule at a time', () => {
  test.each<[keyof typeof samples, readonly string[]]>([
    ['plain', ['tcp 0.0.0.0:9090 -> 10.1.1.1:90']],
    ['spans', ['tcp 192.0.2.1:7000-7002 -> 10.1.1.2:*', 'tcp 192.0.2.1:7010 -> 10.1.1.2:7010']],
    ['redirect', ['tcp 0.0.0.0:9443 -> here:443', 'tcp :::9443 -> here:443']],
    ['map', ['tcp 0.0.0.0:9001 -> 10.1.1.3:9001', 'tcp 0.0.0.0:9002 -> 10.1.1.4:9002']],
    ['mapOfPorts', ['tcp 0.0.0.0:9101 -> 10.1.1.3:80', 'tcp 0.0.0.0:9102 -> 10.1.1.4:81']],
    ['namedMap', ['tcp 0.0.0.0:9201 -> 10.1.1.9:9201']],
    ['concat', ['tcp 10.2.2.2:9301 -> 10.1.1.7:77']],
    ['bothTransports', ['tcp 0.0.0.0:3333 -> 10.1.1.8:77', 'udp 0.0.0.0:3333 -> 10.1.1.8:77']],
    ['six', ['tcp :::3334 -> fd00::9:77']],
    ['spanToSpan', ['tcp 0.0.0.0:6000-6005 -> 10.1.1.8:6100-6105']],
    ['prefix', ['sctp 192.0.2.0/24:36412 -> 10.1.1.8:36412']],
    ['namedSet', ['tcp 0.0.0.0:1111 -> 10.1.1.10:11', 'tcp 0.0.0.0:1112 -> 10.1.1.10:11']],
    [
      'except',
      [
        'tcp 0.0.0.0:1-21 -> here:99 (from 1.2.3.4)',
        'tcp 0.0.0.0:23-65535 -> here:99 (from 1.2.3.4)',
      ].flatMap((line) => [line, line.replace('0.0.0.0', '::')]),
    ],
    ['foreign', []],
  ])('%s', (name, expected) => {
    const found = published(listing(rule('pre', samples[name])), listing(...Object.values(elements)));
    expect(found.toSorted()).toEqual([...expected].sort());
  });
});

describe('chains', () => {
  const service = [chain('svc'), rule('svc', samples.balanced)];

  test('conditions on the way to a chain count', () => {
    expect(published(listing(...service, rule('pre', [dport(80), jump('svc')])))).toEqual([
      'tcp 0.0.0.0:80 -> 10.1.1.21:80',
      'tcp 0.0.0.0:80 -> 10.1.1.22:80',
    ]);
  });

  test('verdict maps, named and not, as kube-proxy uses them', () => {
    const all = published(
      listing(...service, rule('pre', samples.dispatch), rule('pre', samples.nodePorts)),
      listing(elements.nodeports),
    );
    expect(all.filter((line) => line.includes('10.1.1.21'))).toEqual([
      'tcp 0.0.0.0:81 -> 10.1.1.21:81',
      'tcp 0.0.0.0:82-83 -> 10.1.1.21:*',
      'tcp 0.0.0.0:30080 -> 10.1.1.21:30080 (not to 127.0.0.0/8)',
    ]);
  });

  test('what is only hooked on output is not published', () => {
    expect(published({ nftables: [chain('out', 'output'), rule('out', samples.plain)] })).toEqual([]);
  });

  test('after an unconditional return nothing is published; after a conditional one it is', () => {
    expect(published(listing(rule('pre', [{ return: null }]), rule('pre', samples.plain)))).toEqual([]);
    expect(
      published(listing(rule('pre', [dport(1), { return: null }]), rule('pre', samples.plain))),
    ).toHaveLength(1);
  });

  test('a ring of chains is cut off and said so', () => {
    const ring = parseNft(listing(rule('pre', [jump('a')]), rule('a', [jump('b')]), rule('b', [jump('a')])));
    expect(ring?.tables.map(publicationsOfTable)).toEqual([{ publications: [], truncated: true }]);
  });

  test('ports that cannot meet', () => {
    expect(published(listing(rule('pre', [dport(80), jump('svc')]), rule('svc', samples.plain)))).toEqual([]);
  });
});

describe('parseNft', () => {
  test('counts rules of iptables and names the tables whose elements are missing', () => {
    const read = parseNft(
      listing(rule('pre', samples.foreign), rule('pre', samples.namedMap), rule('pre', samples.plain)),
    );
    expect(read).toMatchObject({ foreign: 1, unreadable: 0, named: ['inet mynat'] });
  });

  test('named sets elsewhere than in NAT tables are not asked for', () => {
    const filter = {
      nftables: [
        { chain: { ...(chain('in')['chain'] as object), type: 'filter', hook: 'input' } },
        rule('in', [dport('@s'), { drop: null }]),
      ],
    };
    expect(parseNft(filter)).toMatchObject({ tables: [], named: [] });
  });

  test('a rule listed twice counts once', () => {
    const twice = rule('pre', samples.plain);
    expect(published(listing(twice), listing(twice))).toHaveLength(1);
  });

  test('a set too large to follow is counted', () => {
    const many = {
      set: Array.from({ length: 5000 }, (_, at) => ({ concat: [`10.0.${at >> 8}.${at & 255}`, 80] })),
    };
    const left = {
      concat: [
        { payload: { protocol: 'ip', field: 'daddr' } },
        { payload: { protocol: 'tcp', field: 'dport' } },
      ],
    };
    const read = parseNft(
      listing(rule('pre', [{ match: { op: '==', left, right: many } }, { redirect: { port: 1 } }])),
    );
    expect(read?.unreadable).toBe(1);
  });

  test.each([[null], [[]], [{}], [{ nftables: 'x' }], ['text']])('%j is no listing', (json) => {
    const read = parseNft(json);
    expect(read === null || read.tables.length === 0).toBe(true);
  });

  test('any JSON in the place of any part of a rule', () => {
    const words = fc.constantFrom(
      'match',
      'left',
      'right',
      'payload',
      'protocol',
      'field',
      'dport',
      'tcp',
      'dnat',
      'addr',
      'map',
      'key',
      'data',
      'set',
      'concat',
      'range',
      'vmap',
      'op',
      '!=',
      '@m',
      'redirect',
      'port',
    );
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 2 }),
        words,
        fc.integer({ min: -1, max: 70_000 }),
        tie('list'),
        tie('record'),
      ),
      list: fc.array(tie('json'), { maxLength: 3 }),
      record: fc.dictionary(words, tie('json'), { maxKeys: 3 }),
    }));
    fc.assert(
      fc.property(fc.array(json, { maxLength: 4 }), json, (expr, elem) => {
        const read = parseNft(
          listing(rule('pre', expr), { map: { family: 'inet', table: 'mynat', name: 'm', elem } }),
        );
        return (read?.tables ?? []).every((table) =>
          publicationsOfTable(table).publications.every(({ hostPort }) => hostPort >= 0),
        );
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
