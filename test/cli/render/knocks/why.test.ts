import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { relations } from '../../../../src/answer/relations.ts';
import { whyText } from '../../../../src/cli/render/knocks/why.ts';
import { sourceText } from '../../../../src/cli/render/knocks/source.ts';
import { storedTable } from '../../../../src/cli/render/knocks/stored.ts';
import { width } from '../../../../src/cli/render/text.ts';
import type { KnockEvent, Scan } from '../../../../src/core/knock.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { aProbe, aScan, base, events, minute } from '../../../store/events.ts';
import { captured } from '../../captured.ts';

const portName = (port: number): string | null => (port === 23 ? 'telnet' : null);
const now = base + 3 * 60 * minute;
const destination = ((198 << 24) | (51 << 16) | (100 << 8) | 7) >>> 0;

/** Packets as masscan makes them: the id follows from the destination, the port and the sequence. */
const masscanPackets = [23, 2323, 80].map((port, index) => {
  const sequence = (0x1234_5678 * (index + 1)) >>> 0;
  return aProbe({
    ordinal: index + 1,
    at: base + index * 250_000,
    sourcePort: 41_000,
    destinationPort: port,
    sequence,
    ipId: (destination ^ port ^ sequence) & 0xffff,
  });
});

const told = (scan: Scan, columns = 80): string => {
  const event: KnockEvent = { type: 'scan', key: 'k', scan };
  return whyText(
    { id: 'e12', at: base + minute, event },
    { skipped: 0, relations: relations(scan.evidence), now, portName },
    captured(columns).context,
  );
};

describe('reeve why', () => {
  it('shows the packets, what they share, and the relation beside the field that it gives', () => {
    expect(told(aScan({ evidence: masscanPackets }))).toBe(
      `e12: seen 2026-11-21 00:00:00 to 00:00:02 UTC (2 s), 2 h ago

▲ 203.0.113.9  port scan
  3 TCP packets to 198.51.100.7 in 2 s (1 a second)
    - 3 ports of one host in 2 s
  ports 23 telnet, 2323
  tool: masscan (2014-01 to 2023-11), proven, chance of a coincidence 1 in
    10^14
    - id fits
  looks for: looks for telnet
    - 23 and 2323
  the address may be forged: nothing proves that its owner sent this

3 packets
In all of them: from 203.0.113.9, sport 41000, to 198.51.100.7, flags S, ttl
240, len 40, window 1024.
#  +S 00:00:00  PORT     ID   SEQUENCE  D^P^S
1        0.000    23  12904  305419896  12904
2        0.250  2323  49636  610839792  49636
3        0.500    80  26431  916259688  26431

Worked out again from these packets
  - id = low half of (destination ^ port ^ sequence): in 3 of 3 (masscan)`,
    );
  });

  it('counts seconds from the earliest packet, whatever their order', () => {
    const backwards = [
      aProbe({ at: base + 5_000_000, sequence: 1 }),
      aProbe({ ordinal: 2, at: base, sequence: 2 }),
    ];
    const lines = told(aScan({ evidence: backwards })).split('\n');
    expect(lines.slice(-2).map((line) => line.trim().split(/ +/).slice(0, 2))).toEqual([
      ['1', '5.000'],
      ['2', '0.000'],
    ]);
  });

  it('says where there are more packets than are kept, and where none is', () => {
    expect(told(aScan({ packets: 5000, evidence: masscanPackets }))).toContain(
      'The first 3 of 5,000 packets',
    );
    expect(told(aScan({ evidence: [] }))).toContain('No packet was kept.');
  });

  it('fits the columns and obeys nothing of what was stored, whatever it is', () => {
    fc.assert(
      fc.property(events, fc.constantFrom(40, 80, 120), (event, columns) => {
        const evidence = event.type === 'scan' ? event.scan.evidence : [];
        const { context } = captured(columns);
        const texts = [
          whyText(
            { id: 'e1', at: base, event },
            { skipped: 1, relations: relations(evidence), now, portName },
            context,
          ),
          storedTable([{ id: 'e1', at: base, event }], {
            room: columns,
            paint: context.paint,
            portName,
            now,
          }).join('\n'),
        ];
        for (const line of texts.join('\n').split('\n')) {
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
          if (columns >= 80) expect(width(line)).toBeLessThanOrEqual(columns);
        }
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});

describe('relations', () => {
  const halves = (nfo: number): number => ((nfo << 16) | nfo) >>> 0;

  it('nmap: the halves of the difference', () => {
    const base32 = 0x9d2c_51f0;
    const packets = [0, 0x1_02, 0x2_0f].map((nfo, index) =>
      aProbe({ ordinal: index, sequence: (base32 ^ halves(nfo)) >>> 0, ipId: index }),
    );
    expect(relations(packets)).toMatchObject([{ name: 'nmap', holds: 2, tried: 2 }]);
  });

  it('mirai: the sequence is the destination', () => {
    expect(relations([aProbe({ sequence: destination, ipId: 1 })])).toMatchObject([
      { name: 'mirai', holds: 1 },
    ]);
  });

  it('zmap: needs the window too', () => {
    expect(relations([aProbe({ sequence: 1, ipId: 54_321, window: 65_535 })])).toMatchObject([
      { name: 'zmap', holds: 1 },
    ]);
    expect(relations([aProbe({ sequence: 1, ipId: 54_321, window: 1024 })])).toEqual([]);
  });

  it('masscan behind NAT: one constant, which is not told', () => {
    const packets = masscanPackets.map((probe) => ({ ...probe, destination: '10.0.0.7' }));
    const found = relations(packets);
    expect(found).toMatchObject([{ name: 'masscan behind NAT', holds: 3, tried: 3, column: null }]);
    expect(JSON.stringify(found)).not.toMatch(/198\.51|25607|6407/);
    // Retries of one packet are no second witness.
    expect(relations([packets[0] ?? aProbe(), packets[0] ?? aProbe()])).toEqual([]);
  });

  it('what is not known says nothing', () => {
    const blind = masscanPackets.map((probe) => ({ ...probe, ipId: null, sequence: null }));
    expect(relations(blind)).toEqual([]);
    expect(relations([aProbe({ destination: '2001:db8::7', sequence: 1 })])).toEqual([]);
    expect(relations([])).toEqual([]);
  });
});

describe('reeve source', () => {
  it('tells what an address did, and lists its events', () => {
    const scan: KnockEvent = { type: 'scan', key: 'a', scan: aScan() };
    const all: KnockEvent = {
      type: 'scan',
      key: 'b',
      scan: aScan({
        kind: 'campaign',
        source: null,
        sources: ['203.0.113.9', '203.0.113.10'],
        sourceCount: 90,
        packets: 5000,
      }),
    };
    const text = sourceText(
      {
        address: '203.0.113.9',
        events: 1,
        together: 1,
        packets: 3,
        first: base,
        last: base + minute,
        kinds: [
          { kind: 'campaign', events: 1 },
          { kind: 'port-scan', events: 1 },
        ],
        tools: [{ tool: 'masscan', events: 2 }],
        ports: [
          { port: 23, transport: 'tcp', packets: 2 },
          { port: 53, transport: 'udp', packets: 1 },
        ],
        newest: {
          events: [
            { id: 'e2', at: base + minute, event: all },
            { id: 'e1', at: base, event: scan },
          ],
          skipped: 1,
          more: true,
        },
      },
      'documentation',
      now,
      captured().context,
      portName,
    );
    expect(text).toBe(`203.0.113.9 documentation
  1 event of its own with 3 packets; 1 event together with others
  first seen 2026-11-21 00:00:00 UTC, last 2026-11-21 00:01:00 UTC (2 h ago)
  did: campaign 1, port-scan 1
  with: masscan 2
  at: 23 telnet (2), 53/udp (1)

EVENT     SEEN    SOURCE      WHAT       TOOL     SURE    PORTS          PACKETS
e2     2 h ago  ▲ 90 sources  campaign   masscan  proven  23 telnet, 2…    5,000
e1     3 h ago  ▲ itself      port scan  masscan  proven  23 telnet, 2…        3
There are more: these are the newest 2; reeve knocks --source IP --limit shows
more.
1 row of the store left out: not as reeve writes them.`);
  });
});
