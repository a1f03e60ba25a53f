import { userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import {
  effectiveUid,
  isWholeMap,
  processUsers,
  readLoginUid,
} from '../../../../src/inspect/linux/process/identity.ts';
import { isLinux, isRoot, stage } from './running.ts';

const { start, end } = stage();
const own = { foreign: false, prefix: '' };

describe.skipIf(!isLinux)('whose a process is (needs Linux)', () => {
  test('its effective uid and our name for it', () => {
    const pid = start('sleep', ['60']);
    const uid = effectiveUid(pid);
    expect(uid).toBe(process.geteuid?.());
    expect(processUsers()(pid, uid ?? -1, own)).toBe(userInfo().username);
  });

  test.skipIf(!isRoot)('of a process of another user (needs root)', () => {
    const pid = start('sleep', ['60'], { uid: 65_534 });
    expect(effectiveUid(pid)).toBe(65_534);
    expect(processUsers()(pid, 65_534, own)).toBe('nobody');
  });

  test('a uid that nobody here has stays a number', () => {
    expect(processUsers()(process.pid, 4_000_000_000, own)).toBeNull();
  });

  test('with a root of its own, in our user namespace, our names are not its names', () => {
    expect(processUsers()(process.pid, 0, { foreign: true, prefix: '/proc/self/root' })).toBeNull();
  });

  test('of one that is gone is unknown', async () => {
    const pid = start('sleep', ['60']);
    await end(pid);
    expect([effectiveUid(pid), readLoginUid(pid)]).toEqual([null, null]);
  });
});

test.each([
  ['         0          0 4294967295\n', true],
  ['         0     100000      65536\n', false],
  ['         0       1000          1\n         1     100000      65536\n', false],
  [null, true],
])('the map of uids %j is whole: %s', (text, whole) => {
  expect(isWholeMap(text)).toBe(whole);
});
