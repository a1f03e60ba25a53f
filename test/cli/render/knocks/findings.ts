import type { Flood, Scan, Victim } from '../../../../src/core/knock.ts';
import type { Findings, InputSummary } from '../../../../src/watch/index.ts';

/** 2026-11-21 06:00:00 UTC in microseconds. */
export const morning = Date.UTC(2026, 10, 21, 6) * 1000;

/** A scan by nmap; what a test does not name is of that scan. */
export const scan = (more: Partial<Scan> = {}): Scan => ({
  source: '192.0.2.7',
  sources: ['192.0.2.7'],
  sourceCount: 1,
  kind: 'port-scan',
  because: ['994 ports of one host in 1.2 s'],
  tool: {
    name: 'nmap',
    version: null,
    level: 'proven',
    chance: 1e-30,
    because: ['the halves of the sequence numbers differ alike in 1993 of 1993 pairs'],
  },
  transport: 'tcp',
  ports: {
    count: 994,
    exact: true,
    top: [22, 80, 443, 3389].map((port) => ({ port, packets: 2 })),
  },
  targets: { count: 1, exact: true, top: ['198.51.100.4'] },
  packets: 1994,
  first: morning,
  last: morning + 1_200_000,
  rate: 1661,
  answered: { accepted: 2, refused: 0 },
  intent: [
    { name: 'service-census', text: 'which services there are', because: '994 ports, the usual first' },
  ],
  spoofable: false,
  evidence: [],
  ...more,
});

export const flood: Flood = {
  target: '198.51.100.4',
  port: 80,
  transport: 'tcp',
  packets: 37_841,
  sources: { count: 37_623, exact: false },
  first: morning,
  last: morning + 9_000_000,
  because: ['37,623 sources sent one packet each'],
  evidence: [],
};

export const victim: Victim = {
  address: '203.0.113.9',
  packets: 812,
  answers: [
    { kind: 'syn-ack', packets: 800 },
    { kind: 'rst', packets: 12 },
  ],
  ports: [{ port: 443, packets: 812 }],
  targets: { count: 790, exact: true },
  first: morning,
  last: morning + 60_000_000,
  evidence: [],
};

export const findings = (more: Partial<Findings> = {}): Findings => ({
  packets: 5012,
  sources: { count: 3, exact: true },
  scans: [],
  backscatter: { packets: 0, victims: [] },
  floods: [],
  lighter: 0,
  drops: [],
  other: [],
  synFields: 0,
  ...more,
});

export const input = (more: Partial<InputSummary> = {}): InputSummary => ({
  format: 'pcap',
  unit: 'packets',
  count: 5012,
  records: 5012,
  from: morning,
  to: morning + 60_000_000,
  skipped: [],
  other: [],
  notes: [],
  damaged: false,
  ...more,
});
