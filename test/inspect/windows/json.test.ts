import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDate, parseFacts } from '../../../src/inspect/windows/json.ts';
import { splitCommandLine } from '../../../src/inspect/windows/command-line.ts';
import { powershellScript } from '../../../src/inspect/windows/script.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { recorded } from '../recorded.ts';

describe('what PowerShell prints', () => {
  test('lists, with a byte order mark before them', () => {
    const text = recorded('windows', 'powershell-5.1.txt');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const facts = parseFacts(text);
    expect([facts?.sockets.length, facts?.processes.length, facts?.services.length]).toEqual([12, 12, 4]);
    expect([facts?.elevated, facts?.skipped]).toEqual([true, 0]);
    expect(facts?.sockets.at(-2)).toMatchObject({ kind: 'udp', pid: 3184, local: { zone: '4', port: 1900 } });
  });

  test('one thing instead of a list, nothing, wrapped lists', () => {
    const facts = parseFacts(recorded('windows', 'powershell-one.txt'));
    expect(facts?.sockets).toEqual([
      {
        kind: 'tcp',
        local: { address: '127.0.0.1', family: 4, zone: null, port: 5050 },
        pid: 2460,
        madeAt: '2026-10-27T08:10:11.123Z',
      },
    ]);
    expect(facts?.processes[0]?.startedAt).toBe('2026-10-27T08:00:00.000Z');
    expect([facts?.services, facts?.elevated]).toEqual([[], false]);
  });

  test('sockets whose process or address is missing are counted', () => {
    const facts = parseFacts(
      '{"commands":true,"tcp":[{"LocalPort":80,"LocalAddress":"::"},{"LocalPort":-1,"OwningProcess":3},7]}',
    );
    expect([facts?.sockets.length, facts?.skipped]).toEqual([0, 3]);
  });

  test.each([
    '',
    'null',
    '[]',
    '{}',
    '{"commands":false,"tcp":[]}',
    '{"commands":true',
    'Get-NetTCPConnection : error',
  ])('%j is no answer', (text) => {
    expect(parseFacts(text)).toBeNull();
  });

  test('any JSON is survived', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.integer(),
      fc.constant({ value: [1], Count: 1 }),
    );
    const row = fc.record(
      {
        LocalAddress: value,
        LocalPort: value,
        OwningProcess: value,
        CreationTime: value,
        ProcessId: value,
        Name: value,
      },
      { requiredKeys: [] },
    );
    const list = fc.oneof(value, fc.array(row), row);
    fc.assert(
      fc.property(fc.record({ tcp: list, udp: list, processes: list, services: list }), (document) => {
        const facts = parseFacts(JSON.stringify({ ...document, commands: true }));
        expect(facts).not.toBeNull();
        for (const { local, pid } of facts?.sockets ?? []) expect(local.port !== null && pid >= 0).toBe(true);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

describe('dates', () => {
  test.each([
    ['/Date(1793095200000)/', '2026-10-27T10:00:00.000Z'],
    ['/Date(1793095200000+0100)/', '2026-10-27T10:00:00.000Z'],
    ['2026-10-27T08:00:00.1234567+01:00', '2026-10-27T07:00:00.123Z'],
    [{ value: '/Date(1793095200000)/', DateTime: 'x' }, '2026-10-27T10:00:00.000Z'],
    ['/Date(99999999999999999)/', null],
    ['20261027060000.000000+060', null],
    ['yesterday', null],
    [null, null],
    [5, null],
  ])('%j is %s', (value, date) => {
    expect(parseDate(value)).toBe(date);
  });

  test('any value gives a date or null', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.integer().map((ms) => `/Date(${ms})/`),
        ),
        (value) => {
          const date = parseDate(value);
          expect(date === null || !Number.isNaN(Date.parse(date))).toBe(true);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});

const quote = (word: string): string =>
  `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;

describe('command lines of Windows', () => {
  // The examples of Microsoft's "Parsing C command-line arguments".
  test.each([
    ['p "abc" d e', ['p', 'abc', 'd', 'e']],
    ['p a\\\\b d"e f"g h', ['p', 'a\\\\b', 'de fg', 'h']],
    ['p a\\\\\\"b c d', ['p', 'a\\"b', 'c', 'd']],
    ['p a\\\\\\\\"b c" d e', ['p', 'a\\\\b c', 'd', 'e']],
    [
      '"C:\\Program Files\\nodejs\\node.exe" "C:\\My Shop\\x.js" --port 5173',
      ['C:\\Program Files\\nodejs\\node.exe', 'C:\\My Shop\\x.js', '--port', '5173'],
    ],
    ['  p   ""  x', ['p', '', 'x']],
    ['', []],
    ['   ', []],
  ])('%s', (line, words) => {
    expect(splitCommandLine(line)).toEqual(words);
  });

  test('what was quoted comes back', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(splitCommandLine(['app', ...words.map(quote)].join(' ')).slice(1)).toEqual(words);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

test('the script needs no quoting, and names only a port that is a number', () => {
  for (const script of [powershellScript(null), powershellScript(443)]) expect(script).not.toMatch(/["\n\r]/);
  expect(powershellScript(443).match(/-LocalPort 443/g)).toHaveLength(2);
});
