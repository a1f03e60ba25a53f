import { afterAll, describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { openRegistry } from '../../../src/registry/open.ts';
import { matchHints, type SearchHint } from '../../../src/registry/search/hints.ts';
import { askedWord } from '../../../src/registry/search/likeness.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { builtPlaces, plainDossier } from '../sandbox.ts';

const registry = openRegistry({
  ...builtPlaces({
    '6443-kubernetes-api': {
      ...plainDossier,
      ports: [6443, 10_250],
      title: 'Kubernetes API server',
      summary: 'The control plane.',
    },
    '53-dns': { ...plainDossier, ports: [53], title: 'DNS', summary: 'Names.' },
    '5353-mdns': { ...plainDossier, ports: [5353], title: 'Multicast DNS', summary: 'Names nearby.' },
    '3389-rdp': {
      ...plainDossier,
      ports: [3389],
      title: 'Remote Desktop',
      summary: 'Windows screens.',
      keywords: ['rdp', 'mstsc'],
    },
  }),
  services: '/nowhere',
});
afterAll(() => registry.close());
const finder = registry.finder();
const first = (words: string) => finder.find(words, { limit: 1 })[0];

describe('what people ask for comes first', () => {
  test.each([
    ['postgre', 5432],
    ['postgres', 5432],
    ['PostgreSQL', 5432],
    ['postgers', 5432],
    ['firewall array', 2174],
    ['firewal aray', 2174],
    ['msfw array', 2174],
    ['redis', 6379],
    ['mongo', 27_017],
    ['kubernetes api', 6443],
    ['kuberentes', 6443],
    ['wlbs', 2504],
    ['remote desktop', 3389],
    ['rdp', 3389],
    ['htpps', 443],
    ['https', 443],
    ['http', 80],
    ['ssh', 22],
    ['mysql', 3306],
    ['x11', 6000],
    ['dns', 53],
    ['nfs', 2049],
    ['ms-wbt-server', 3389],
    ['ms wbt server', 3389],
    ['world wide web', 80],
    ['minecraft', 25_565],
    ['5432', 5432],
    [':8443', 8443],
    ['443/udp', 443],
    ['9042', 9042],
  ])('%s', (words, port) => {
    expect(first(words)?.port).toBe(port);
  });
});

describe('results', () => {
  test('carry what the registry says, and why they were found', () => {
    expect(first('msfw-array')).toMatchObject({
      port: 2174,
      toPort: 2174,
      transports: ['tcp', 'udp'],
      service: 'msfw-array',
      description: 'MS Firewall Intra Array',
      why: 'name: the same',
    });
    expect(first('x11')).toMatchObject({ port: 6000, toPort: 6063 });
    expect(first('kubernetes')).toMatchObject({
      service: 'sun-sr-https',
      why: 'dossier "Kubernetes API server"',
    });
    expect(first('minecraft')).toMatchObject({ service: null, why: 'also known as "minecraft"' });
    expect(first('5432')).toMatchObject({ service: 'postgresql', why: 'port number' });
    expect(first('htpps')?.why).toBe('name: nearly');
  });

  test('are one a port, best first, no more than asked for', () => {
    const found = finder.find('http', { limit: 25 });
    expect(found).toHaveLength(25);
    expect(new Set(found.map(({ port }) => port)).size).toBe(25);
    expect(found.map(({ score }) => score)).toEqual(
      found.map(({ score }) => score).toSorted((a, b) => b - a),
    );
    expect(finder.find('http')).toHaveLength(10);
  });

  test('are none for words that nothing is like, and for no words', () => {
    expect(finder.find('qwertyuiop')).toEqual([]);
    expect(finder.find('')).toEqual([]);
    expect(finder.find('--- ???')).toEqual([]);
    expect(finder.find('99999')).toEqual([]);
  });
});

test('whatever is typed, there is an answer within the bounds', () => {
  const property = fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (words) => {
    const found = finder.find(words, { limit: 3 });
    expect(found.length).toBeLessThanOrEqual(3);
    for (const { port, score } of found) {
      expect(port === null || (port >= 0 && port <= 65_535)).toBe(true);
      expect(score).toBeGreaterThan(0);
    }
  });
  fc.assert(property, { numRuns: Math.min(fuzzRuns(100), 20_000) });
});

const hint = (title: string, other: string[] = []): SearchHint => ({
  ports: [1],
  what: 'dossier',
  title,
  titleWords: title.toLowerCase().split(' '),
  otherWords: other,
});
const score = (words: string, one: SearchHint): number =>
  matchHints(words.split(' ').map(askedWord), [one])[0]?.score ?? 0;

describe('hints', () => {
  test('a whole title beats a part, a title beats a summary', () => {
    expect(score('dns', hint('DNS'))).toBeGreaterThan(score('dns', hint('Multicast DNS')));
    expect(score('dns', hint('Multicast DNS'))).toBeGreaterThan(score('dns', hint('Names', ['dns'])));
    expect(score('dns', hint('Names'))).toBe(0);
  });

  test('at least half of the words must be there', () => {
    expect(score('remote desktop', hint('Remote shell'))).toBeGreaterThan(0);
    expect(score('remote desktop windows', hint('Remote shell'))).toBe(0);
  });
});
