import { describe, expect, test } from 'vitest';
import { mainOwner, oneOfEach } from '../../src/assess/owners.ts';
import { owner, systemd } from './machine.ts';

describe('mainOwner', () => {
  test('nobody', () => {
    expect(mainOwner([])).toBeNull();
  });

  test('the service rather than the manager that opened the socket', () => {
    const sshd = owner('/usr/sbin/sshd');
    expect(mainOwner([systemd(), sshd])).toBe(sshd);
  });

  test('the manager where it is alone', () => {
    expect(mainOwner([systemd()])?.pid).toBe(1);
  });

  test('the parent rather than a child that inherited the socket', () => {
    const parent = owner('/usr/sbin/zd', { pid: 50 });
    const child = owner('/bin/sh', { pid: 51, ancestry: [{ pid: 50, comm: 'zd' }] });
    expect(mainOwner([child, parent])).toBe(parent);
  });

  test('of strangers always the same, whatever the order and the pids', () => {
    const [a, b] = [owner('/opt/a', { pid: 90 }), owner('/opt/b', { pid: 10 })];
    expect(mainOwner([a, b])).toBe(a);
    expect(mainOwner([b, a])).toBe(a);
  });

  test("everybody is everybody's ancestor: still somebody", () => {
    const a = owner('/opt/a', { pid: 5, ancestry: [{ pid: 6, comm: 'b' }] });
    const b = owner('/opt/b', { pid: 6, ancestry: [{ pid: 5, comm: 'a' }] });
    expect(mainOwner([b, a])).toBe(a);
  });
});

test('workers of one program are one, another program is another', () => {
  const workers = Array.from({ length: 200 }, () => owner('/usr/sbin/nginx', { uid: 33 }));
  const master = owner('/usr/sbin/nginx');
  const odd = owner('/tmp/x');
  expect(oneOfEach([...workers, master, odd])).toHaveLength(3);
});
