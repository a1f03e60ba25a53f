import { expect, test } from 'vitest';
import { askProgram, plainEnvironment } from '../../../src/inspect/linux/program.ts';

const limits = { timeoutMs: 5000, maxBytes: 1000 };

test('gives what a program wrote', async () => {
  expect(await askProgram('/bin/sh', ['-c', 'echo one; echo two'], limits)).toEqual({
    ok: true,
    stdout: 'one\ntwo\n',
  });
});

test.each([
  ['/nonexistent/program', [], 'missing'],
  ['/etc/passwd', [], 'not-permitted'],
  ['/bin/sh', ['-c', 'exit 3'], 'failed'],
  ['/bin/sh', ['-c', 'echo "Operation not permitted" >&2; exit 1'], 'not-permitted'],
  ['/bin/sh', ['-c', 'head -c 2000 /dev/zero'], 'too-large'],
] as const)('%s %j: %s', async (file, args, why) => {
  expect(await askProgram(file, args, limits)).toMatchObject({ ok: false, why });
});

test('runs out of time', async () => {
  expect(await askProgram('/bin/sleep', ['600'], { ...limits, timeoutMs: 100 })).toMatchObject({
    ok: false,
    why: 'timed-out',
  });
});

test('the environment: the administrator’s folders come last, once', () => {
  const { PATH: path, LC_ALL: locale } = plainEnvironment({ PATH: '/a:/usr/sbin', LC_ALL: 'de_DE' });
  expect(path).toBe('/a:/usr/sbin:/usr/local/sbin:/sbin');
  expect(locale).toBe('C');
  expect(plainEnvironment({})['PATH']).toMatch(/^\/usr\/local\/bin:.*:\/sbin$/);
});
