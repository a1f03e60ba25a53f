import { describe, expect, test } from 'vitest';
import { exitOfRead } from '../../src/cli/knock-exit.ts';
import type { Scan } from '../../src/core/knock.ts';
import { findings, flood, input, scan, victim } from './render/knocks/findings.ts';

const tool = (name: string | null, level: Scan['tool']['level']): Scan['tool'] => ({
  name,
  version: null,
  level,
  chance: null,
  because: [],
});

const exit = (...scans: readonly Scan[]) => exitOfRead(findings({ scans }), input());

describe('the exit code of reading', () => {
  test.each(['port-scan', 'host-sweep', 'block-scan', 'decoy-scan', 'campaign'] as const)(
    '%s is a finding',
    (kind) => {
      expect(exit(scan({ kind, tool: tool(null, 'unknown') }))).toBe(1);
    },
  );

  test('a probe is one only where a scanner is known by it', () => {
    expect(exit(scan({ kind: 'probe', tool: tool('mirai', 'proven') }))).toBe(1);
    expect(exit(scan({ kind: 'probe', tool: tool('mirai', 'possible') }))).toBe(0);
    expect(exit(scan({ kind: 'probe', tool: tool('kernel connect', 'likely') }))).toBe(0);
    expect(exit(scan({ kind: 'probe', tool: tool(null, 'unknown') }))).toBe(0);
  });

  test('a flood is one, a victim elsewhere and a client that is misdirected are none', () => {
    expect(exitOfRead(findings({ floods: [flood] }), input())).toBe(1);
    expect(exitOfRead(findings({ backscatter: { packets: 1, victims: [victim] } }), input())).toBe(0);
    expect(exit(scan({ kind: 'misdirected', tool: tool('kernel connect', 'likely') }))).toBe(0);
  });

  test('nothing to look at is 2', () => {
    expect(exitOfRead(findings(), input({ records: 0 }))).toBe(2);
  });
});
