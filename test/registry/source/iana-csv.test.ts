import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isReeveError } from '../../../src/core/errors.ts';
import { parseIanaCsv } from '../../../src/registry/source/iana-csv.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { header } from '../synthetic.ts';

const parse = async (...rows: readonly string[]) =>
  (await parseIanaCsv([header, ...rows, ''].join('\r\n'), 'a test')).records;

describe('rows', () => {
  test('a row of every column', async () => {
    const row =
      'msfw-array,2174,tcp,MS Firewall Intra Array,[Itai_Greenberg],[Itai_Greenberg],2004-11,2010-02-03,[RFC1][RFC 2],7,yes,A note';
    expect(await parse(row)).toEqual([
      {
        ports: { from: 2174, to: 2174 },
        transports: ['tcp'],
        status: 'assigned',
        source: 0,
        service: 'msfw-array',
        description: 'MS Firewall Intra Array',
        assignee: 'Itai Greenberg',
        registered: '2004-11',
        modified: '2010-02-03',
        references: ['RFC1', 'RFC 2'],
        notes: 'A note',
        unauthorizedUse: 'yes',
      },
    ]);
  });

  test('a span, a row without a transport, a name without a port', async () => {
    const [span, bare, name] = await parse(
      'x11,6000-6063,udp,X Window System,,,,,,,,',
      ',225-241,,Reserved,,,,,,,,',
      'zigbee,,udp,ZigBee,,,,,,,,',
    );
    expect(span).toMatchObject({ ports: { from: 6000, to: 6063 }, transports: ['udp'] });
    expect(bare).toMatchObject({
      transports: ['tcp', 'udp', 'sctp', 'dccp'],
      status: 'reserved',
      service: null,
    });
    expect(name).toMatchObject({ ports: null, transports: ['udp'], service: 'zigbee' });
  });

  test('quoted fields over several lines become one line; the remark on the name becomes a note', async () => {
    const [long, renamed] = await parse(
      'a,1,tcp,"two\n      ""lines""",,,,,,,,"and\nmore"',
      'z39-50,210,tcp,"ANSI Z39.50\nIANA assigned this well-formed service name as a replacement for ""z39.50"".",,,,,,,,',
    );
    expect(long).toMatchObject({ description: 'two "lines"', notes: 'and more' });
    expect(renamed).toMatchObject({
      description: 'ANSI Z39.50',
      notes: 'IANA assigned this well-formed service name as a replacement for "z39.50".',
    });
  });

  test('several assignees, and one without brackets', async () => {
    const [two, plain] = await parse('a,1,tcp,,[A_B][C_D_2],,,,,,,', 'b,2,tcp,,Somebody,,,,,,,');
    expect([two?.assignee, plain?.assignee]).toEqual(['A B, C D 2', 'Somebody']);
  });

  test('rows of another transport are left out and counted', async () => {
    const text = [header, 'q,9,quic,,,,,,,,,', 'r,9,quic,,,,,,,,,', 'a,9,tcp,,,,,,,,,', ''].join('\n');
    const { records, otherTransports } = await parseIanaCsv(text, 'a test');
    expect(records).toHaveLength(1);
    expect([...otherTransports]).toEqual([['quic', 2]]);
  });
});

describe('refused whole, naming the line', () => {
  test.each([
    ['another header', 'Name,Port\r\na,1\r\n', /its first line is not the header/],
    ['an empty file', '', /its first line is not the header/],
    ['a row that is short', `${header}\r\na,1,tcp\r\n`, /line 2/],
    ['a row that is long', `${header}\r\na,1,tcp,,,,,,,,,,\r\n`, /line 2/],
    ['a port too high', `${header}\r\na,65536,tcp,,,,,,,,,\r\n`, /line 2 has the port "65536"/],
    ['a span the wrong way round', `${header}\r\na,9-8,tcp,,,,,,,,,\r\n`, /line 2 has the port "9-8"/],
    [
      'a port that is a word',
      `${header}\r\na,1,tcp,,,,,,,,,\r\nb,x,tcp,,,,,,,,,\r\n`,
      /line 3 has the port "x"/,
    ],
    ['digits of another script', `${header}\r\na,２５,tcp,,,,,,,,,\r\n`, /line 2 has the port/],
    ['a transport that is none', `${header}\r\na,1,"t c p",,,,,,,,,\r\n`, /line 2 has the transport/],
    ['a row about nothing', `${header}\r\n,,tcp,,,,,,,,,\r\n`, /line 2 has neither a name nor a port/],
    ['a quote never closed', `${header}\r\na,1,tcp,"open,,,,,,,,\r\n`, /Quote Not Closed/i],
  ])('%s', async (_, text, reason) => {
    const failure = await parseIanaCsv(text, 'a test').catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'REGISTRY_SOURCE_INVALID',
      message: expect.stringMatching(reason),
    });
  });
});

test('whatever comes, it is read whole or refused with a reason', async () => {
  const field = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('tcp', 'udp', '', '80', '6000-6063', '"', '\n', 'Unassigned'),
  );
  const line = fc.array(field, { maxLength: 13 }).map((fields) => fields.join(','));
  const file = fc.tuple(fc.boolean(), fc.array(line, { maxLength: 5 }));
  await fc.assert(
    fc.asyncProperty(file, async ([withHeader, lines]) => {
      const text = [...(withHeader ? [header] : []), ...lines, ''].join('\n');
      const result = await parseIanaCsv(text, 'a test').catch((error: unknown) => error);
      if (result instanceof Error)
        expect(isReeveError(result) && result.code).toBe('REGISTRY_SOURCE_INVALID');
      else expect(result).toHaveProperty('records');
    }),
    { numRuns: fuzzRuns(300) },
  );
});
