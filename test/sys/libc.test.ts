import { expect, test } from 'vitest';
import { checked, declare, errno, errnoName } from '../../src/sys/libc.ts';

test('a libc function can be called and its errno read', () => {
  const close = declare('int close(int fd)');
  expect(close(-1)).toBe(-1);
  expect(errnoName(errno())).toBe('EBADF');
  expect(() => checked(close(-1), 'closing nothing')).toThrow(/closing nothing: the kernel answered EBADF/);
});
