import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame } from '../../../src/watch/layers/frame.ts';
import { linkType } from '../../../src/watch/layers/link-types.ts';
import { outcomeCount } from '../../../src/watch/layers/outcome.ts';
import { probeAt } from '../../../src/watch/probe-at.ts';
import { Batch, known, payloadStride, word } from '../../../src/watch/record.ts';
import { decoderRuns, fuzzRuns } from '../../fuzz.ts';
import { type Bytes, ethernet, hex, icmp, ipv4, ipv6, join, tcp, tcpOptions, udp } from '../packets.ts';
import { damaged, realFrames } from '../seeds.ts';

const links = [...Object.values(linkType), 127];

/** Packets to start from: built ones, and some of the real captures where these are at hand. */
const inner = ipv4(tcp({ options: join(tcpOptions.mss(1460), tcpOptions.timestamp(1, 2)) }), {
  source: '10.0.0.9',
});
const seeds: readonly Bytes[] = [
  ethernet(inner),
  ethernet(ipv6(udp({ payload: new Uint8Array(80) })), { vlans: [1, 2] }),
  ethernet(ipv4(icmp(3, 3, undefined, inner), { protocol: 1 })),
  ethernet(
    ipv6(join(new Uint8Array([58, 0, 1, 4, 0, 0, 0, 0]), icmp(1, 4, undefined, ipv6(udp()))), {
      protocol: 0,
    }),
  ),
  ethernet(ipv4(join(hex('b0000800 00000000 00000001 00000002'), inner), { protocol: 47 })),
  ethernet(
    ipv4(udp({ destinationPort: 4789, payload: join(hex('0800000000002a00'), ethernet(inner)) }), {
      protocol: 17,
    }),
  ),
  ethernet(ipv4(tcp({ payload: new Uint8Array(9) }), { moreFragments: true })),
  ...realFrames,
];

const mutated = damaged(seeds, 200);

const frames = fc.oneof(fc.uint8Array({ maxLength: 120 }), mutated, mutated);

/** Decodes a frame that lies between other bytes, into a batch that holds others' rubbish. */
function decodeBetween(
  frame: Bytes,
  link: number,
  extra: number,
  filler: number,
): { code: number; batch: Batch } {
  const around = new Uint8Array(frame.length + 200).fill(filler);
  around.set(frame, 100);
  const batch = new Batch(3);
  batch.size = 1;
  for (const part of [batch.words, batch.payloads, batch.quoted]) part.fill(filler);
  const end = 100 + frame.length;
  const view = new DataView(around.buffer);
  const code = decodeFrame(batch, link, around, view, 100, end, frame.length + extra, 5, 0, 9);
  return { code, batch };
}

describe('any frame', () => {
  it('is decoded from its own bytes alone, into one record at most', () => {
    fc.assert(
      fc.property(
        frames,
        fc.constantFrom(...links),
        fc.constantFrom(0, 0, 40, 1e5, 2 ** 32 - 1),
        (frame, link, extra) => {
          const one = decodeBetween(frame, link, extra, 0);
          const other = decodeBetween(frame, link, extra, 0xff);
          expect(one.code).toBe(other.code);
          expect(one.code).toBeGreaterThanOrEqual(0);
          expect(one.code).toBeLessThan(outcomeCount);
          for (const { code, batch } of [one, other]) expect(batch.size).toBe(code === 0 ? 2 : 1);
          if (one.code !== 0) return;
          // What the plain form shows does not depend on what stood around the frame or in the record before.
          one.batch.interfaces.length = 1;
          expect(probeAt(one.batch, 1)).toEqual(probeAt(other.batch, 1));
        },
      ),
      { numRuns: decoderRuns(2000) },
    );
  });

  it('leaves its neighbours in the batch alone', () => {
    fc.assert(
      fc.property(frames, fc.constantFrom(...links), (frame, link) => {
        const { batch } = decodeBetween(frame, link, 0, 0xa5);
        const { words, payloads, quoted } = batch;
        for (const part of [words, payloads, quoted]) {
          const size = part.length / 3;
          const rubbish = part === payloads ? 0xa5 : 0xa5;
          expect(part.subarray(0, size).every((value) => value === rubbish)).toBe(true);
          expect(part.subarray(size * 2).every((value) => value === rubbish)).toBe(true);
        }
      }),
      { numRuns: fuzzRuns(1000) },
    );
  });

  it('has no more payload than it has bytes', () => {
    fc.assert(
      fc.property(frames, fc.constantFrom(...links), (frame, link) => {
        const { code, batch } = decodeBetween(frame, link, 0, 0);
        if (code !== 0) return;
        const at = batch.words.length / 3;
        const has = batch.words[at + word.known] ?? 0;
        const { payload, payloadLength } = probeAt(batch, 1);
        if (payload !== null) {
          expect(payload.length / 2).toBeLessThanOrEqual(Math.min(payloadStride, frame.length));
          // What was kept stands in the frame.
          expect(Buffer.from(frame).toString('hex')).toContain(payload);
        }
        if (payloadLength !== null) expect(payloadLength).toBeLessThanOrEqual(frame.length);
        expect((has & known.echo) !== 0 && (has & known.sequence) !== 0).toBe(false);
        expect((has & known.icmp) !== 0 && (has & known.ports) !== 0).toBe(false);
      }),
      { numRuns: fuzzRuns(1000) },
    );
  });
});
