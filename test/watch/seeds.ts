import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { capturesFolder, capturesMissing, captureNames, packetsOf, readCapture } from './capture/real.ts';
import type { Bytes } from './packets.ts';

/** What fuzzing starts from: pieces of the real captures and logs, read in place; none where these are not at hand. */

/** So many of a list, evenly spread. */
const spread = <Item>(items: readonly Item[], count: number): readonly Item[] =>
  items.filter((_, index) => index % Math.ceil(items.length / count) === 0);

/** Packets from all over each pcap file, cut to what headers and the kept payload need. */
export const realFrames: readonly Bytes[] = captureNames
  .filter((name) => name.endsWith('.pcap'))
  .flatMap((name) => spread(packetsOf(readCapture(name)), 24).map((frame) => frame.slice(0, 200)));

/** The beginnings of the capture files of a format. */
export const realCaptures = (format: 'pcap' | 'pcapng'): readonly Bytes[] =>
  captureNames.filter((name) => name.endsWith(`.${format}`)).map((name) => readCapture(name).slice(0, 1500));

/** Lines from all over each log. */
export const realLines: readonly Bytes[] = capturesMissing
  ? []
  : readdirSync(capturesFolder)
      .filter((name) => name.endsWith('.log'))
      .flatMap((name) =>
        spread(readFileSync(path.join(capturesFolder, name), 'latin1').split('\n'), 12).map(
          (line) => new Uint8Array(Buffer.from(line, 'latin1')),
        ),
      );

/** Some bytes changed, the end cut off. */
export const damaged = (seeds: readonly Bytes[], reach: number): fc.Arbitrary<Bytes> =>
  fc
    .record({
      seed: fc.constantFrom(...seeds),
      changes: fc.array(fc.tuple(fc.nat(reach), fc.nat(255)), { maxLength: 8 }),
      kept: fc.oneof(fc.constant(reach), fc.nat(reach)),
    })
    .map(({ seed, changes, kept }) => {
      const bytes = seed.slice(0, kept);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    });
