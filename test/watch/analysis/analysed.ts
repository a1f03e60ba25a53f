import { createAnalysis, type AnalysisSettings } from '../../../src/watch/analysis/index.ts';
import { createPcapReader } from '../../../src/watch/capture/pcap.ts';
import type { Analysis } from '../../../src/watch/findings.ts';
import { Batch, known, protocol, stride, word } from '../../../src/watch/record.ts';
import { type Bytes, pcapFile } from '../packets.ts';

/** A packet of an exchange and when it came, in milliseconds; without a time a millisecond after the last. */
export interface Sent {
  readonly bytes: Bytes;
  readonly at?: number;
}

/** What is made of raw IP packets, through the capture reader. */
export function analysed(packets: readonly (Bytes | Sent)[], settings: AnalysisSettings = {}): Analysis {
  const analysis = createAnalysis(settings);
  const reader = createPcapReader((batch) => analysis.add(batch));
  const captured = packets.map((packet, index) =>
    packet instanceof Uint8Array
      ? { bytes: packet, time: index * 1000 }
      : { bytes: packet.bytes, time: (packet.at ?? index) * 1000 },
  );
  reader.push(pcapFile(captured, { linkType: 101 }));
  reader.end();
  return analysis;
}

/** Numbers only, for many records: a SYN over IPv4. */
export interface Syn {
  readonly source: number;
  readonly target: number;
  readonly port: number;
  readonly sourcePort: number;
  /** Microseconds. */
  readonly time: number;
}

const fields =
  known.time |
  known.ports |
  known.ttl |
  known.ipId |
  known.sequence |
  known.flags |
  known.window |
  known.length |
  known.fragment;

export function writeSyn(
  batch: Batch,
  index: number,
  { source, target, port, sourcePort, time }: Syn,
  number = index,
): void {
  const at = index * stride;
  batch.words.fill(0, at, at + stride);
  batch.words[at + word.known] = fields;
  batch.words[at + word.shape] = protocol.tcp;
  batch.words[at + word.source] = source;
  batch.words[at + word.destination] = target;
  batch.words[at + word.ports] = (sourcePort << 16) | port;
  // A sequence and identification that no tool's relation holds for.
  batch.words[at + word.sequence] = Math.imul(source ^ port, 0x9e3779b1) ^ number;
  batch.words[at + word.ip] = (((source ^ number) & 0xffff) << 16) | (64 << 8);
  batch.words[at + word.tcp] = (7000 << 16) | (5 << 12) | 2;
  batch.words[at + word.length] = 40 << 16;
  batch.words[at + word.packets] = 1;
  batch.words[at + word.ordinal] = number + 1;
  batch.times[index] = time;
}

/** Hands SYNs over in batches of this size. */
export function addSyns(analysis: Analysis, syns: readonly Syn[], size = 1024): void {
  const batch = new Batch(size);
  for (let from = 0; from < syns.length; from += size) {
    batch.size = Math.min(size, syns.length - from);
    for (let index = 0; index < batch.size; index++) {
      const syn = syns[from + index];
      if (syn !== undefined) writeSyn(batch, index, syn, from + index);
    }
    analysis.add(batch);
  }
}
