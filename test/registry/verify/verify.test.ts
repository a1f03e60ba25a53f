import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { verifyRegistry } from '../../../src/registry/index.ts';
import { Layers } from '../../../src/registry/layers.ts';
import { writeTable } from '../../../src/registry/table/write.ts';
import { updateRegistry } from '../../../src/registry/update/update.ts';
import { type VerifiedDossier, verifyDossier } from '../../../src/registry/verify/verify.ts';
import { builtPlaces, plainDossier, realCsv, realCsvMissing } from '../sandbox.ts';
import { record } from '../synthetic.ts';

const layers = new Layers({ ...builtPlaces(), services: '/nowhere' });
afterAll(() => layers.close());

type Bent = Readonly<Record<string, unknown>>;
const check = (parts: Bent, against = layers): VerifiedDossier =>
  verifyDossier('bent', { ...plainDossier, ...parts }, against, '2026-11-21');
const problems = (parts: Bent): readonly string[] => check(parts).problems;
const claim = (text: string, more: Bent = {}) => ({
  claims: [{ kind: 'history', text, sources: ['iana'], ...more }],
});
const statement = (says: string, finding: string, text = 'Held against the registry.') => ({
  statements: [{ says, finding, text, sources: ['iana'] }],
});

describe('a dossier by itself', () => {
  test('one that says nothing wrong passes', () => {
    expect(check({})).toEqual({ id: 'bent', problems: [], notChecked: [] });
  });

  test('a claim without a source', () => {
    expect(problems(claim('True.', { sources: [] }))).toEqual([
      expect.stringContaining('needs at least one source'),
    ]);
    expect(problems(claim('True.', { sources: ['gone'] }))).toContain('claims.0: no source is called gone');
  });

  test('a source that nothing rests on, and one from the future', () => {
    const { iana } = plainDossier.sources;
    expect(problems({ sources: { iana, spare: iana } })).toEqual(['the source spare is not used']);
    expect(problems({ sources: { iana: { ...iana, accessed: '2026-11-22' } } })).toEqual([
      'the source iana was accessed on 2026-11-22, which is still to come',
    ]);
    expect(problems({ sources: { iana: { ...iana, accessed: '2026-11-21' } } })).toEqual([]);
  });

  test('another shape', () => {
    expect(problems({ ports: [] })).toHaveLength(1);
    expect(problems({ registry: [] })).toHaveLength(1);
    expect(problems({ claims: [{ kind: 'gossip', text: 'x', sources: ['iana'] }] })).toHaveLength(1);
  });
});

const assertion = (port: number, status: string, service?: string) => ({
  registry: [{ port, transport: 'tcp', status, ...(service === undefined ? {} : { service }) }],
});

describe('what it takes the registry to say', () => {
  test.each([
    [2244, 'assigned', 'nmsserver'],
    [80, 'assigned', 'www'],
    [6001, 'assigned', 'x11'],
    [2, 'de-assigned', undefined],
    [49_151, 'reserved', undefined],
    [60_000, 'unassigned', undefined],
  ] as const)('%i is %s %s: agreed', (port, status, service) => {
    expect(problems(assertion(port, status, service))).toEqual([]);
  });

  test.each([
    [2244, 'unassigned', undefined, /says assigned \(nmsserver\)/],
    [2504, 'assigned', 'convoy', /says assigned \(wlbs\)/],
    [9042, 'assigned', 'cassandra', /says unassigned/],
    [2, 'assigned', undefined, /says de-assigned/],
  ] as const)('%i is %s %s: contradicted', (port, status, service, reason) => {
    expect(problems(assertion(port, status, service))).toEqual([expect.stringMatching(reason)]);
  });

  test('what the embedded list cannot know is neither borne out nor held against it', () => {
    const one = check(assertion(9042, 'unassigned'));
    expect(one).toMatchObject({
      problems: [],
      notChecked: [expect.stringContaining('not checkable with the embedded list')],
    });
    expect(check(assertion(9042, 'de-assigned'))).toMatchObject({
      problems: [],
      notChecked: [expect.any(String)],
    });
    expect(check(assertion(1023, 'de-assigned'))).toMatchObject({
      problems: [],
      notChecked: [expect.any(String)],
    });
  });

  test('the full record decides where there is one, unless the newer embedded list agrees', () => {
    const places = { ...builtPlaces(), services: '/nowhere' };
    const write = (date: string): Layers => {
      mkdirSync(dirname(places.ownTable), { recursive: true });
      const records = [record({ from: 2244, service: 'nmsserver' })];
      const sources = [{ name: 'IANA registry', date }] as const;
      writeFileSync(
        places.ownTable,
        writeTable({ sources, url: null, fetchedAt: null, whole: true, records }),
      );
      return new Layers(places);
    };
    const now = write('2026-11-20');
    expect(check(assertion(9042, 'unassigned'), now)).toMatchObject({ problems: [], notChecked: [] });
    expect(check(assertion(11_434, 'assigned', 'ollama'), now).problems).toHaveLength(1);
    now.close();
    const old = write('2020-01-01');
    expect(check(assertion(11_434, 'assigned', 'ollama'), old)).toMatchObject({
      problems: [],
      notChecked: [expect.stringContaining('older than the embedded list, which agrees')],
    });
    expect(check(assertion(9042, 'assigned', 'x'), old).problems).toHaveLength(1);
    old.close();
  });
});

describe('a port called unassigned that is not', () => {
  test.each([
    'Port 2244 is unassigned.',
    'It is unassigned.',
    'This port was never registered.',
    'It has not been assigned to anybody.',
    'The number is not registered with IANA.',
    'There is no official assignment.',
    'Nobody has it, so 2504/udp is unregistered.',
    'Ports 2240-2250 are unassigned.',
  ])('%s', (text) => {
    expect(problems(claim(text)).join()).toMatch(/but the registry has \d+\/\w+ assigned to/);
  });

  test('in the title, the summary, a question, and statements that are not corrected', () => {
    expect(problems({ title: 'An unassigned port' })).toHaveLength(1);
    expect(problems({ summary: 'Port 2244 is not assigned.' })).toHaveLength(1);
    expect(problems(statement('2244 is unassigned', 'confirmed'))).toHaveLength(1);
    expect(problems(statement('2244 is unassigned', 'unsupported'))).toHaveLength(1);
    expect(problems(statement('x', 'confirmed', 'Right, it is unassigned.'))).toHaveLength(1);
  });

  test.each([
    ['a correction', claim('It is not unassigned.', { kind: 'correction' })],
    [
      'a statement that is corrected',
      statement('2244 is unassigned', 'corrected', 'Not so: it is no unassigned port.'),
    ],
    ['a sentence that answers it', claim('It is often said to be unassigned; the registry says nmsserver.')],
    [
      'a question of the FAQ',
      claim('No: the registry names nmsserver.', { kind: 'faq', question: 'Is 2244 unassigned?' }),
    ],
    ['another port, that is so', claim('Its neighbour 9042 is unassigned.')],
    ['another transport, that is so', claim('On SCTP it is unassigned.')],
    ['a number that is no port', claim('RFC 6335 keeps an unassigned port 9042 for later.')],
    ['a name that is not registered', claim('The word is not a registered name.')],
    ['a use that is not assigned', claim('The note records an unassigned but widespread use.')],
    ['words about something else', claim('An assignment need not match the registered service.')],
  ])('%s may say so', (_, parts) => {
    expect(problems(parts)).toEqual([]);
  });
});

describe('a name that the registry does not give', () => {
  test.each([
    'The registry assigns it to `convoy`.',
    'Port 2504 is registered as `convoy`.',
    'IANA lists "convoy" for it.',
    'It is assigned to some-other-service.',
  ])('%s', (text) => {
    expect(problems(claim(text)).join()).toMatch(/the registry gives (nmsserver|wlbs)/);
  });

  test.each([
    'The registry assigns it to `nmsserver`.',
    'Port 2504 is registered as `wlbs`, 80 as `http`.',
    'Port 2 was once registered as `compressnet`.',
    'The registry assigns it to `NMSServer` (NMS Server).',
    'It is assigned to a Russian firm.',
    'Port 9042 is often assigned to `cassandra` in profiles.',
  ])('%s: nothing wrong', (text) => {
    expect(problems(claim(text))).toEqual([]);
  });

  test('is allowed where it is corrected', () => {
    expect(problems(claim('IANA lists `convoy`, some say.', { kind: 'correction' }))).toEqual([]);
    expect(problems(statement('2244 is registered as `convoy`', 'corrected', 'No.'))).toEqual([]);
  });
});

describe('the whole', () => {
  test('what the package carries is sound', async () => {
    const places = builtPlaces();
    const result = await verifyRegistry(places);
    expect(result).toMatchObject({
      ok: true,
      tables: [{ layer: 'embedded', problems: [] }],
      dossiers: [{ id: '2244-nmsserver', problems: [] }],
      against: { layer: 'embedded' },
    });
  });

  test('a damaged table, a bent dossier and a missing package are found', async () => {
    const places = builtPlaces();
    mkdirSync(dirname(places.ownTable), { recursive: true });
    const embedded = readFileSync(join(places.packageData, 'embedded.table'));
    embedded[embedded.length - 9] = (embedded.at(-9) ?? 0) ^ 1;
    writeFileSync(places.ownTable, embedded);
    writeFileSync(join(places.packageData, 'dossiers', 'cut.json'), '{"ports": [');
    const result = await verifyRegistry(places);
    expect(result.ok).toBe(false);
    expect(result.tables).toEqual([
      { layer: 'full', path: places.ownTable, problems: ['its SHA-256 differs from the one it carries'] },
      expect.objectContaining({ layer: 'embedded', problems: [] }),
    ]);
    expect(result.dossiers.find(({ id }) => id === 'cut')?.problems).toEqual([
      expect.stringContaining('cannot be read'),
    ]);
    const nothing = await verifyRegistry({ ...places, ownTable: '/nowhere', packageData: '/nowhere' });
    expect(nothing).toMatchObject({ ok: false, against: null });
  });
});

describe('the real dossiers', () => {
  const places = { ...builtPlaces('real'), services: '/nowhere' };

  test('hold against the embedded list', async () => {
    const { dossiers, ok } = await verifyRegistry(places);
    expect(dossiers.filter(({ problems: found }) => found.length > 0)).toEqual([]);
    expect(ok).toBe(true);
    expect(dossiers.length).toBeGreaterThanOrEqual(40);
  });

  test.skipIf(realCsvMissing)('hold against the real registry (needs ../shared/iana)', async () => {
    mkdirSync(dirname(places.ownTable), { recursive: true });
    await updateRegistry({ from: realCsv, to: places.ownTable });
    const { dossiers, against } = await verifyRegistry(places);
    expect(against).toMatchObject({ layer: 'full', date: '2025-03-28' });
    expect(dossiers.filter(({ problems: found }) => found.length > 0)).toEqual([]);
  });
});
