import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCmdline } from '../../../../src/inspect/linux/process/cmdline.ts';
import { fuzzRuns } from '../../../fuzz.ts';

describe('a command line', () => {
  test.each([
    ['words', 'sleep\x0010\0', ['sleep', '10']],
    ['one word', '/usr/bin/x\0', ['/usr/bin/x']],
    ['empty words between and at the end', 'x\0\0y\0\0', ['x', '', 'y', '']],
    ['no last NUL', 'x\0y', ['x', 'y']],
    ['newlines and escapes', 'x\0a\nb\x1b[2J\0', ['x', 'a\nb\x1b[2J']],
    ['words with spaces', 'x\0a b\0', ['x', 'a b']],
    ['nothing, of a kernel thread', '', []],
  ])('of %s', (_, text, words) => {
    expect(parseCmdline(text, '/usr/bin/x')).toEqual({ words, titled: false });
  });

  test('of a program with a space in its name is no title', () => {
    expect(parseCmdline('/opt/My App/my app\0', '/opt/My App/my app').titled).toBe(false);
    expect(parseCmdline('my app\0', '/opt/My App/my app').titled).toBe(false);
  });

  test.each([
    ['nginx', 'nginx: master process /usr/sbin/nginx -g daemon on;\0', '/usr/sbin/nginx'],
    [
      'sshd, padded with NULs',
      `sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups${'\0'.repeat(40)}`,
      '/usr/sbin/sshd',
    ],
    [
      'postgres, padded with spaces',
      `postgres: 15/main: walwriter ${' '.repeat(30)}\0`,
      '/usr/lib/postgresql/15/bin/postgres',
    ],
    ['redis, its executable hidden', 'redis-server *:6379\0', null],
    ['one without an end', 'gunicorn: master [app:app]', '/usr/bin/python3.11'],
    ['one word over several arguments', 'worker\0\0\0\0\0\0', '/usr/bin/node'],
  ])('rewritten as a title by %s stays one word', (_, text, exe) => {
    const { words, titled } = parseCmdline(text, exe);
    expect(titled).toBe(true);
    expect(words).toHaveLength(1);
    expect(words[0]).toBe(text.replaceAll('\0', '').trimEnd());
  });

  test('any argument vector of two words or more comes back whole', () => {
    const word = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));
    const last = word.filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), last, (words, end) => {
        const all = [...words, end];
        expect(parseCmdline(all.map((one) => `${one}\0`).join(''), '/x')).toEqual({
          words: all,
          titled: false,
        });
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
