import { describe, expect, test } from 'vitest';
import { announcer } from '../../src/answer/announcing.ts';
import type { KnockEvent } from '../../src/core/knock.ts';
import { scan, victim } from '../cli/render/knocks/findings.ts';

const of = (key: string, more: Parameters<typeof scan>[0] = {}): KnockEvent => ({
  type: 'scan',
  key,
  scan: scan(more),
});

describe('what is told of an event that grows', () => {
  test('it is told when it is new and when it has grown tenfold', () => {
    const tell = announcer();
    const told = Array.from({ length: 200 }, (_, index) => index + 1).filter((packets) =>
      tell(of('a', { packets })),
    );
    expect(told).toEqual([1, 10, 100]);
  });

  test('it is told again where it is called something else', () => {
    const tell = announcer();
    expect(tell(of('a', { kind: 'probe' }))).toBe(true);
    expect(tell(of('a', { kind: 'probe' }))).toBe(false);
    expect(tell(of('a', { kind: 'port-scan' }))).toBe(true);
    const tool = { name: 'nmap', version: null, level: 'likely', chance: null, because: [] } as const;
    expect(tell(of('a', { kind: 'port-scan', tool }))).toBe(true);
  });

  test('events are told apart by their keys', () => {
    const tell = announcer();
    expect([tell(of('a')), tell(of('b')), tell({ type: 'backscatter', key: 'c', victim })]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('what it remembers is bounded; the oldest is forgotten', () => {
    const tell = announcer(2);
    for (const key of ['a', 'b', 'c']) tell(of(key));
    expect([tell(of('c')), tell(of('a'))]).toEqual([false, true]);
  });
});
