import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learn } from '../../../src/assess/policy/learn.ts';
import { parsePolicy, refuseTooLarge } from '../../../src/assess/policy/parse.ts';
import { isReeveError, type ReeveError } from '../../../src/core/errors.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { owner, tcp, udp } from '../machine.ts';
import { anyMachine, machine } from './machines.ts';

function faultOf(text: string): ReeveError {
  try {
    parsePolicy(text, 'ports.yaml');
  } catch (error) {
    if (isReeveError(error)) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
}

describe('a good file', () => {
  test('whole', () => {
    const policy = parsePolicy(
      `version: 1
listeners:
  - port: 22
    program: /usr/sbin/sshd
    note: the way in
  - { port: 3000-3010, protocol: udp, scope: loopback, optional: true, also: [/a, b] }
ephemeral:
  - program: /usr/sbin/avahi-daemon
ignore:
  - port: 8080
    why: a trial
`,
      'ports.yaml',
    );
    const anything = {
      scope: null,
      address: null,
      program: null,
      runs: null,
      unit: null,
      container: null,
      namespace: null,
    };
    expect(policy).toEqual({
      name: 'ports.yaml',
      listeners: [
        {
          ...anything,
          protocol: 'tcp',
          ports: { from: 22, to: 22 },
          program: '/usr/sbin/sshd',
          optional: false,
          also: [],
          line: 3,
        },
        {
          ...anything,
          protocol: 'udp',
          ports: { from: 3000, to: 3010 },
          scope: 'loopback',
          optional: true,
          also: ['/a', 'b'],
          line: 6,
        },
      ],
      ephemeral: [expect.objectContaining({ protocol: 'udp', program: '/usr/sbin/avahi-daemon', line: 8 })],
      ignore: [
        expect.objectContaining({
          protocol: null,
          ports: { from: 8080, to: 8080 },
          why: 'a trial',
          line: 10,
        }),
      ],
    });
  });

  test.each([
    ['nothing but the version', 'version: 1'],
    ['headings without entries', 'version: 1\nlisteners:\nephemeral:\nignore:\n'],
    ['a byte order mark and Windows line ends', '\ufeffversion: 1\r\nlisteners: []\r\n'],
    ['an alias', 'version: 1\nlisteners:\n  - &a { port: 22 }\n  - *a\n'],
    ['a packet socket without a port', 'version: 1\nlisteners: [{ protocol: packet, program: /x }]'],
  ])('%s', (_name, text) => {
    expect(parsePolicy(text, 'p').name).toBe('p');
  });
});

describe('a bad file is refused with its place and what was expected', () => {
  test.each([
    ['empty', '', 'line 1, column 1: expected a policy, which begins with version: 1'],
    ['a list', '- a\n', 'line 1, column 1: expected a policy'],
    ['no version', 'listeners: []', 'version: expected version: 1'],
    ['a later version', 'version: 2', 'line 1, column 10: version: expected version: 1, found 2'],
    [
      'a port too high',
      'version: 1\nlisteners:\n  - port: 70000',
      'line 3, column 11: listeners[0].port: expected a port from 0 to 65535, or a span such as 3000-3010, found 70000',
    ],
    [
      'a port in words',
      'version: 1\nlisteners: [{port: ssh}]',
      'line 2, column 20: listeners[0].port: expected a port',
    ],
    [
      'a span backwards',
      'version: 1\nlisteners: [{port: 20-10}]',
      'line 2, column 20: listeners[0].port: expected a port',
    ],
    [
      'no port',
      'version: 1\nlisteners:\n  - program: /x',
      'line 3, column 5: listeners[0]: expected a port: only raw and packet sockets have none',
    ],
    [
      'a scope that is none',
      'version: 1\nlisteners: [{port: 1, scope: lan}]',
      'listeners[0].scope: expected one of loopback, link-local, private, public, any, container, found "lan"',
    ],
    [
      'an address that is none',
      'version: 1\nlisteners: [{port: 1, address: 10.0.0}]',
      'expected an address such as 10.0.0.1',
    ],
    [
      'a number for a program',
      'version: 1\nlisteners: [{port: 1, program: 7}]',
      'expected text (put it in quotes if it looks like a number), found 7',
    ],
    [
      'too many stars',
      `version: 1\nlisteners: [{port: 1, program: "${'*a'.repeat(17)}"}]`,
      'expected at most 16 stars',
    ],
    [
      'an unknown key',
      'version: 1\nlisteners:\n  - prot: 22',
      'line 3, column 5: "prot" is no key here; did you mean port?',
    ],
    [
      'an unknown key far from any',
      'version: 1\nzzz: 1',
      'line 2, column 1: "zzz" is no key here; expected one of version, listeners, ephemeral, ignore',
    ],
    [
      'a key twice',
      'version: 1\nlisteners:\n  - port: 1\n    port: 2',
      'line 4, column 5: expected each key once, found "port" again',
    ],
    [
      'a key of prototypes',
      'version: 1\n__proto__: { listeners: [] }',
      'line 2, column 1: "__proto__" is no key here',
    ],
    ['ignoring everything', 'version: 1\nignore: [{ why: because }]', 'expected something to ignore'],
    [
      'no list',
      'version: 1\nlisteners: { port: 1 }',
      'expected a list of entries, each beginning with a dash, found an entry with keys',
    ],
    [
      'a tab',
      'version: 1\nlisteners:\n\t- port: 1',
      'line 3, column 1: expected spaces at the beginning of the line, found a tab',
    ],
    ['two documents', 'version: 1\n---\nversion: 1\n', 'expected one document, found a second one'],
    ['a tag of another language', 'version: !!js/function 1', 'line 1'],
    ['an open bracket', 'version: 1\nlisteners: [', 'line 2'],
    ['an alias of nothing', 'version: 1\nlisteners: [*a]', 'line'],
  ])('%s', (_name, text, expected) => {
    const error = faultOf(text);
    expect(error.code).toBe('POLICY_INVALID');
    expect(error.message).toMatch(/line \d+, column \d+/);
    expect(error.explanation.found).toContain(expected);
  });

  test('several faults at once, in the order of lines, and how many more there are', () => {
    const text = `version: 1\nlisteners:\n${'  - port: x\n'.repeat(8)}`;
    const { found } = faultOf(text).explanation;
    expect(found.match(/line (\d+)/g)).toEqual(['line 3', 'line 4', 'line 5', 'line 6', 'line 7']);
    expect(found).toMatch(/; and 3 more$/);
  });

  test('control characters of the file do not reach the terminal', () => {
    const { message } = faultOf('version: 1\n"\\e[31mred\\u202e": 1');
    expect(message).toContain('red');
    expect(message).not.toMatch(/[\u001b\u202e]/);
  });
});

/** Each line holds the one before nine times. */
function bomb(): string {
  const names = Array.from('abcdefghij');
  const lines = names
    .slice(1)
    .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${names[at]}`).join(', ')}]`);
  return ['version: 1', 'a: &a [x, x, x, x, x, x, x, x, x]', ...lines].join('\n');
}

describe('a hostile file', () => {
  test('is refused by its size before it is read', () => {
    expect(faultOf('#'.repeat(10_000_000)).code).toBe('POLICY_TOO_LARGE');
    expect(() => refuseTooLarge(10_000_000, 'p')).toThrow(
      expect.objectContaining({ code: 'POLICY_TOO_LARGE' }),
    );
    expect(() => refuseTooLarge(1000, 'p')).not.toThrow();
  });

  test.each([
    ['brackets within brackets', '['.repeat(100_000)],
    ['dashes within dashes', '- '.repeat(100_000)],
    ['aliases that multiply', bomb()],
    ['a hundred thousand aliases', `version: 1\na: &a x\nlisteners: [${'*a,'.repeat(100_000)}]`],
    ['a hundred thousand keys', Array.from({ length: 80_000 }, (_, at) => `k${at}: 1`).join('\n')],
    ['a hundred thousand entries', `version: 1\nlisteners:\n${'- {}\n'.repeat(100_000)}`],
  ])('%s', (_name, text) => {
    expect(faultOf(text).code).toBe('POLICY_INVALID');
  });

  test('any text is read or refused, never more', () => {
    const words = fc.constantFrom(
      'version: 1\n',
      'listeners:\n',
      '  - ',
      'port: ',
      '22',
      '\n    ',
      'scope: any',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '"',
      "'",
      '|\n',
      ': ',
      '- ',
      '#',
      '!!x ',
      '? ',
      '\t',
      '---\n',
      '%YAML 1.2\n',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(words, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          parsePolicy(given, 'p');
        } catch (error) {
          if (!isReeveError(error) || error.code !== 'POLICY_INVALID') throw error;
        }
      }),
      { numRuns: fuzzRuns(400) },
    );
  });

  test('a learned file with a letter changed is read or refused, never more', () => {
    const learned = learn(
      machine([tcp(22, { by: [owner('/usr/sbin/sshd')] }), udp(40_000, { by: [owner('/x y"')] })]),
    );
    const body = learned.slice(learned.indexOf('version'));
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.string({ unit: 'binary', maxLength: 3 }), (at, put) => {
        try {
          parsePolicy(body.slice(0, at) + put + body.slice(at + 1), 'p');
        } catch (error) {
          if (!isReeveError(error) || error.code !== 'POLICY_INVALID') throw error;
        }
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test('whatever is learned can be read', () => {
    fc.assert(
      fc.property(anyMachine, (now) => {
        const policy = parsePolicy(learn(now), 'p');
        expect(policy.listeners.length + policy.ephemeral.length).toBeLessThanOrEqual(now.listeners.length);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});
