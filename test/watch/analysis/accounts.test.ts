import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../fuzz.ts';
import { type Bytes, ipv4, tcp, udp } from '../packets.ts';
import { analysed } from './analysed.ts';

const hosts = ['192.168.1.9', '192.168.1.255', '198.51.100.7', '203.0.113.80', '239.255.255.250'];
const ports = [20, 53, 80, 123, 443, 5353, 40_000, 40_001, 50_000];
const payloads = ['', 'a', 'HTTP/1.1 200 OK', '\x24\0\x80\x80\0\0\0\0\0\0\0\0'];

const packet = fc
  .record({
    source: fc.constantFrom(...hosts),
    destination: fc.constantFrom(...hosts),
    sourcePort: fc.constantFrom(...ports),
    destinationPort: fc.constantFrom(...ports),
    flags: fc.constantFrom('S', 'SA', 'A', 'PA', 'FA', 'R', 'RA', 'F', '', 'SFA'),
    window: fc.constantFrom(501, 1024),
    dontFragment: fc.boolean(),
    text: fc.constantFrom(...payloads),
    datagram: fc.boolean(),
  })
  .map(({ source, destination, dontFragment, datagram, text, ...fields }): Bytes => {
    const payload = new TextEncoder().encode(text);
    return ipv4(datagram ? udp({ ...fields, payload }) : tcp({ ...fields, payload }), {
      source,
      destination,
      dontFragment,
      protocol: datagram ? 17 : 6,
    });
  });

describe('what becomes of packets', () => {
  it('is one thing each, and the same when asked twice', () => {
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 60 }), (packets) => {
        const analysis = analysed(packets);
        const { scans, backscatter, floods, other } = analysis.findings();
        expect(analysis.findings().other).toEqual(other);
        const counts = [
          backscatter.packets,
          ...[...scans, ...floods].map((one) => one.packets),
          ...other.map((one) => one.packets),
        ];
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
        expect(counts.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(packets.length);
        const told = backscatter.victims.reduce((sum, one) => sum + one.packets, 0);
        expect(told).toBeLessThanOrEqual(backscatter.packets);
        for (const victim of backscatter.victims) {
          expect(victim.answers.reduce((sum, one) => sum + one.packets, 0)).toBe(victim.packets);
          expect(victim.ports.reduce((sum, one) => sum + one.packets, 0)).toBe(victim.packets);
        }
      }),
      // Each has tables of its own, which takes some forty milliseconds.
      { numRuns: Math.min(fuzzRuns(60), 800) },
    );
  });
});
