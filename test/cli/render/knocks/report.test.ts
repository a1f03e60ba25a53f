import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportText } from '../../../../src/cli/render/knocks/report.ts';
import { painter } from '../../../../src/cli/render/style.ts';
import { width } from '../../../../src/cli/render/text.ts';
import { certainties, knockKinds, type Scan } from '../../../../src/core/knock.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { findings, flood, input, morning, scan, victim } from './findings.ts';

const view = (room = 80) => ({
  room,
  paint: painter(false),
  limit: 20,
  portName: (port: number) => (port === 22 ? 'ssh' : null),
  who: () => null,
});

const plain = { file: 'seen.pcap', input: input(), cannotTell: [] };

describe('a report', () => {
  test('opens with what was read and what was found', () => {
    const text = reportText({ ...plain, findings: findings({ scans: [scan()] }) }, view());
    expect(text.split('\n').slice(0, 6)).toEqual([
      'seen.pcap: pcap, 5,012 packets, 2026-11-21 06:00:00 to 06:01:00 UTC (1 min)',
      '',
      '1 port scan from 192.0.2.7 of 198.51.100.4 by nmap (proven).',
      '',
      '  SOURCE     WHAT       TOOL  SURE    PORTS      HOSTS  PACKETS  LASTED',
      '▲ 192.0.2.7  port scan  nmap  proven  994 ports      1    1,994   1.2 s',
    ]);
  });

  test('says that there was none', () => {
    expect(reportText({ ...plain, findings: findings() }, view())).toContain(
      'No scan in 5,012 packets from 3 sources.',
    );
    expect(reportText({ ...plain, findings: findings({ packets: 0 }) }, view())).toContain('No packets.');
  });

  test('never calls a victim or a forged sender a scanner', () => {
    const text = reportText(
      { ...plain, findings: findings({ floods: [flood], backscatter: { packets: 812, victims: [victim] } }) },
      view(100),
    );
    expect(text).toContain('1 flood with forged senders.');
    expect(text).toContain('37,841 packets from about 37,623 sources');
    expect(text).toContain('203.0.113.9: 812 packets (syn-ack 800, rst 12)');
    expect(text).not.toMatch(/scan/);
  });

  test('lists as many as were asked for and says how many there are', () => {
    const scans = Array.from({ length: 30 }, (_, index) => scan({ source: `192.0.2.${index}` }));
    const text = reportText({ ...plain, findings: findings({ scans }) }, { ...view(), limit: 4 });
    expect(text.match(/^▲ 192\.0\.2\.\d+ +port scan +nmap/gm)).toHaveLength(4);
    expect(text).toContain('and 26 more; --limit all shows them');
  });

  test('tells what was left out, where it begins and what the input lacks', () => {
    const skipped = [{ reason: 'cut inside its headers', count: 3, firstAt: 12_345 }];
    const text = reportText(
      {
        ...plain,
        input: input({ skipped, damaged: true }),
        findings: findings({ drops: [{ reason: 'the ring was full', packets: 9, first: null, last: null }] }),
        cannotTell: ['It cannot tell nmap from masscan.'],
      },
      view(),
    );
    expect(text).toContain('Not all of the input is there; left out:');
    expect(text).toContain('- cut inside its headers: 3, the first at byte 12,345');
    expect(text).toContain('- the ring was full: 9 packets');
    expect(text).toContain('- It cannot tell nmap from masscan.');
  });

  test('a date is shown where the input spans days', () => {
    const long = input({ to: morning + 3 * 86_400e6 });
    const text = reportText({ ...plain, input: long, findings: findings({ scans: [scan()] }) }, view(120));
    expect(text).toContain('11-21 06:00');
  });
});

const odd = fc.string({ unit: 'binary', maxLength: 30 });
const times = fc.option(fc.double({ min: -1e18, max: 1e18, noNaN: true }));

const anyScan: fc.Arbitrary<Scan> = fc.record({
  source: fc.option(odd),
  sources: fc.array(odd, { maxLength: 8 }),
  sourceCount: fc.nat(),
  kind: fc.constantFrom(...knockKinds),
  because: fc.array(odd, { maxLength: 3 }),
  tool: fc.record({
    name: fc.option(odd),
    version: fc.option(odd),
    level: fc.constantFrom(...certainties),
    chance: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    because: fc.array(odd, { maxLength: 3 }),
  }),
  transport: fc.constantFrom('tcp', 'udp', 'sctp', 'icmp', 'icmpv6', 'proto-47'),
  ports: fc.record({
    count: fc.nat(),
    exact: fc.boolean(),
    top: fc.array(fc.record({ port: fc.nat(65_535), packets: fc.nat() }), { maxLength: 20 }),
  }),
  targets: fc.record({ count: fc.nat(), exact: fc.boolean(), top: fc.array(odd, { maxLength: 4 }) }),
  packets: fc.nat(),
  first: times,
  last: times,
  rate: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
  answered: fc.record({ accepted: fc.nat(), refused: fc.nat() }),
  intent: fc.array(fc.record({ name: odd, text: odd, because: odd }), { maxLength: 2 }),
  spoofable: fc.boolean(),
  evidence: fc.constant([]),
});

describe('whatever was found', () => {
  test('fits its room and holds nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.array(anyScan, { maxLength: 6 }), fc.integer({ min: 80, max: 200 }), (scans, room) => {
        const text = reportText({ ...plain, findings: findings({ scans }) }, view(room));
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
        for (const line of text.split('\n')) expect(width(line)).toBeLessThanOrEqual(room);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});
