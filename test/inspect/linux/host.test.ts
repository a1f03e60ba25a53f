import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostPorts, parseEphemeral, parseReserved } from '../../../src/inspect/linux/host.ts';
import { fuzzRuns } from '../../fuzz.ts';

let proc = '';
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'reeve-host-'));
  mkdirSync(join(proc, 'sys/net/ipv4'), { recursive: true });
});
afterEach(() => rmSync(proc, { recursive: true, force: true }));

const settings = (values: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(values)) writeFileSync(join(proc, 'sys/net/ipv4', name), value);
};

describe('hostPorts', () => {
  test('reads the three settings', () => {
    settings({
      ip_local_port_range: '32768\t60999\n',
      ip_local_reserved_ports: '8080,9148-9150\n',
      ip_unprivileged_port_start: '1024\n',
    });
    expect(hostPorts(proc)).toEqual({
      ephemeral: { from: 32_768, to: 60_999 },
      reserved: [
        { from: 8080, to: 8080 },
        { from: 9148, to: 9150 },
      ],
      unprivilegedFrom: 1024,
    });
  });

  test('nothing reserved is not the same as not knowing', () => {
    settings({ ip_local_reserved_ports: '\n' });
    expect(hostPorts(proc)).toEqual({ ephemeral: null, reserved: [], unprivilegedFrom: null });
    expect(hostPorts(join(proc, 'none'))).toEqual({
      ephemeral: null,
      reserved: null,
      unprivilegedFrom: null,
    });
  });

  test('65536 = every port needs a privilege; more is no setting', () => {
    settings({ ip_unprivileged_port_start: '65536' });
    expect(hostPorts(proc).unprivilegedFrom).toBe(65_536);
    settings({ ip_unprivileged_port_start: '65537' });
    expect(hostPorts(proc).unprivilegedFrom).toBeNull();
  });

  test.skipIf(process.platform !== 'linux')(
    'this machine has a range to pick ports from (skipped elsewhere than on Linux)',
    () => {
      const { ephemeral, reserved } = hostPorts();
      expect(ephemeral?.from).toBeGreaterThan(0);
      expect(reserved).not.toBeNull();
    },
  );
});

test.each(['', '1', '1 2 3', '60999 32768', '1 65536', '-1 5', 'a b'])('no ephemeral range: %j', (text) => {
  expect(parseEphemeral(text)).toBeNull();
});

test.each([',', '1,', '5-1', '1-2-3', '65536', 'x', '1 2'])('reserved ports unknown: %j', (text) => {
  expect(parseReserved(text)).toBeNull();
});

test('reserved ports survive being written and read', () => {
  const port = fc.integer({ min: 0, max: 65_535 });
  const span = fc.tuple(port, port).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 20 }), fc.string(), (spans, noise) => {
      const text = spans.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
      expect(parseReserved(text)).toEqual(spans);
      const odd = parseReserved(noise);
      expect(odd === null || odd.every(({ from, to }) => from <= to)).toBe(true);
    }),
    { numRuns: fuzzRuns(300) },
  );
});
