import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { liveFrame, type LiveState } from '../../../../src/cli/render/knocks/live.ts';
import { sparkline } from '../../../../src/cli/render/knocks/sparkline.ts';
import { topPorts } from '../../../../src/cli/render/knocks/top-ports.ts';
import { painter } from '../../../../src/cli/render/style.ts';
import { width } from '../../../../src/cli/render/text.ts';
import type { KnockEvent } from '../../../../src/core/knock.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { golden } from '../../../fixtures/golden/golden.ts';
import { findings, flood, morning, scan, victim } from './findings.ts';

const names: Readonly<Record<number, string>> = {
  22: 'ssh',
  23: 'telnet',
  80: 'http',
  443: 'https',
  6379: 'redis',
};
const unknown = { name: null, version: null, level: 'unknown', chance: null, because: [] } as const;

const scans = [
  scan(),
  scan({
    kind: 'host-sweep',
    source: '2001:db8:1234:5678:9abc:def0:1234:5678',
    tool: { name: 'masscan', version: null, level: 'proven', chance: 1e-18, because: [] },
    ports: {
      count: 2,
      exact: true,
      top: [
        { port: 23, packets: 300 },
        { port: 2323, packets: 41 },
      ],
    },
    targets: { count: 212, exact: false, top: [] },
    packets: 341,
  }),
  ...Array.from({ length: 30 }, (_, index) =>
    scan({
      kind: 'probe',
      source: `203.0.113.${index}`,
      packets: 1,
      tool: unknown,
      ports: { count: 1, exact: true, top: [{ port: index % 2 === 0 ? 6379 : 23, packets: 1 }] },
    }),
  ),
];

const events: readonly KnockEvent[] = [
  ...scans.slice(0, 12).map((one, index) => ({ type: 'scan', key: String(index), scan: one }) as const),
  { type: 'flood', key: 'f', flood },
  { type: 'backscatter', key: 'b', victim },
  { type: 'drops', key: 'd', drops: { reason: 'the ring was full', packets: 9, first: null, last: morning } },
];

const state: LiveState = {
  now: morning + 133e6,
  startedAt: morning,
  interfaces: ['eth0', 'lo'],
  findings: findings({ scans, packets: 41_234 }),
  rates: Array.from({ length: 100 }, (_, index) => Math.round(800 + 700 * Math.sin(index / 6))),
  events,
  status: ['34 listeners known', 'kept in knocks.db'],
  warnings: ['The kernel answers probes (12 resets): --silent keeps them back'],
};

const quiet: LiveState = {
  ...state,
  findings: findings({ packets: 0 }),
  rates: [],
  events: [],
  warnings: [],
};

const view = (columns: number, rows: number) => ({
  columns,
  rows,
  paint: painter(false),
  portName: (port: number) => names[port] ?? null,
});

describe('the live view', () => {
  test.each([
    [80, 24],
    [120, 40],
  ])('at %i x %i', (columns, rows) => {
    const frame = liveFrame(state, view(columns, rows));
    expect(frame).toHaveLength(rows);
    golden(`live/${columns}x${rows}.txt`, `${frame.map((line) => line.trimEnd()).join('\n')}\n`);
  });

  test('before anybody knocked', () => {
    golden(
      'live/quiet.txt',
      `${liveFrame(quiet, view(80, 12))
        .map((line) => line.trimEnd())
        .join('\n')}\n`,
    );
  });

  test('never exceeds its screen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 250 }),
        fc.integer({ min: 6, max: 80 }),
        fc.nat(scans.length),
        fc.nat(events.length),
        (columns, rows, some, told) => {
          const part = {
            ...state,
            findings: findings({ scans: scans.slice(0, some) }),
            events: events.slice(0, told),
          };
          const frame = liveFrame(part, view(columns, rows));
          expect(frame.length).toBeLessThanOrEqual(rows);
          if (columns < 60) return;
          for (const line of frame) expect(width(line)).toBeLessThanOrEqual(columns);
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });
});

describe('a sparkline', () => {
  test('is as high as the most, and flat where there is nothing', () => {
    expect(sparkline([0, 1, 2, 4, 8], 10)).toBe('▁▂▃▅█');
    expect(sparkline([0, 0, 0], 10)).toBe('▁▁▁');
  });

  test('shows the newest that fit', () => {
    expect(sparkline([9, 9, 0, 1], 2)).toBe('▁█');
    expect(sparkline([1, 2, 3], 0)).toBe('');
  });
});

test('ports are summed over sources', () => {
  expect(topPorts(scans).slice(0, 2)).toEqual([
    { port: 23, transport: 'tcp', packets: 315 },
    { port: 2323, transport: 'tcp', packets: 41 },
  ]);
});
