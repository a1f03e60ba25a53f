import { createPcapReader } from '../../../src/watch/capture/pcap.ts';
import { known, payloadStride, protocol, stride, word, Batch } from '../../../src/watch/record.ts';
import { flagBits, hex, octets, pcapFile } from '../packets.ts';
import { Summaries } from './summaries.ts';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';

/** A record in plain terms; what is left out is ordinary. Built from documented facts: synthetic. */
export interface RecordFields {
  readonly protocol?: number;
  readonly source?: string;
  readonly destination?: string;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly ttl?: number;
  readonly id?: number;
  readonly dontFragment?: boolean;
  readonly sequence?: number;
  readonly acknowledgement?: number;
  readonly flags?: string;
  readonly window?: number;
  /** `2 4 5 1 3` as `optionKind` numbers. */
  readonly kinds?: readonly number[];
  readonly segment?: number;
  readonly scale?: number;
  readonly timestamp?: number;
  readonly time?: number;
  readonly payload?: Uint8Array;
  readonly payloadLength?: number;
  /** Bits of `known` that this input lacks. */
  readonly lacks?: number;
}

const headerOf = ({ kinds = [] }: RecordFields): number => {
  const sizes: Readonly<Record<number, number>> = { 1: 1, 2: 4, 3: 3, 4: 2, 5: 10, 6: 18 };
  const bytes = kinds.reduce((sum, kind) => sum + (sizes[kind] ?? 1), 0);
  return 5 + Math.ceil(bytes / 4);
};

const common = known.time | known.ttl | known.tos | known.ipId | known.length | known.fragment | known.ports;
const ofTcp =
  known.sequence |
  known.acknowledgement |
  known.flags |
  known.window |
  known.headerLength |
  known.optionKinds |
  known.optionValues;

export function batchOf(records: readonly RecordFields[]): Batch {
  const batch = new Batch(Math.max(1, records.length));
  for (const [index, fields] of records.entries()) write(batch, index, fields);
  batch.size = records.length;
  return batch;
}

const addressWord = (address: string): number =>
  [...octets(address)].reduce((sum, octet) => sum * 256 + octet, 0);

function write(batch: Batch, index: number, fields: RecordFields): void {
  const { words } = batch;
  const at = index * stride;
  const number = fields.protocol ?? protocol.tcp;
  const header = headerOf(fields);
  const payload = fields.payload ?? new Uint8Array();
  const has = common | known.payloadLength | known.payload | (number === protocol.tcp ? ofTcp : 0);
  words[at + word.known] = has & ~(fields.lacks ?? 0);
  words[at + word.shape] = number;
  words[at + word.source] = addressWord(fields.source ?? '192.0.2.9');
  words[at + word.destination] = addressWord(fields.destination ?? '198.51.100.7');
  words[at + word.ports] = ((fields.sourcePort ?? 40_000) << 16) | (fields.destinationPort ?? 80);
  words[at + word.ip] = ((fields.id ?? 1) << 16) | ((fields.ttl ?? 50) << 8);
  words[at + word.sequence] = fields.sequence ?? 1;
  words[at + word.acknowledgement] = fields.acknowledgement ?? 0;
  words[at + word.tcp] = ((fields.window ?? 1024) << 16) | (header << 12) | flagBits(fields.flags ?? 'S');
  const length = number === protocol.tcp ? 20 + header * 4 : 28 + (fields.payloadLength ?? payload.length);
  words[at + word.length] = (length << 16) | (fields.dontFragment === true ? 0x4000 : 0);
  words[at + word.optionKinds] = (fields.kinds ?? []).reduce(
    (all, kind, place) => all | (kind << (place * 3)),
    0,
  );
  const bits =
    (fields.segment === undefined ? 0 : 1) |
    (fields.scale === undefined ? 0 : 2) |
    (fields.timestamp === undefined ? 0 : 4);
  words[at + word.optionValues] = ((fields.segment ?? 0) << 16) | ((fields.scale ?? 0) << 8) | bits;
  words[at + word.timestamp] = fields.timestamp ?? 0;
  words[at + word.packets] = 1;
  words[at + word.ordinal] = index + 1;
  const kept = Math.min(payload.length, payloadStride);
  words[at + word.payload] = ((fields.payloadLength ?? payload.length) << 8) | kept;
  batch.payloads.set(payload.subarray(0, kept), index * payloadStride);
  batch.times[index] = fields.time ?? index * 1000;
}

/** A summary of real IP packets in hex, through the capture reader; of their busiest source. */
export function summaryOfPackets(packets: readonly string[]): SourceSummary {
  const summaries = new Summaries();
  const reader = createPcapReader(summaries.sink);
  reader.push(
    pcapFile(
      packets.map((bytes, index) => ({ bytes: hex(bytes), time: index * 1000 })),
      { linkType: 101 },
    ),
  );
  reader.end();
  const [busiest] = summaries.all();
  if (busiest === undefined) throw new Error('no packet was read');
  return busiest;
}

/** Numbers that look drawn and are always the same (xorshift). */
export function drawn(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

export const low = (value: number): number => value & 0xffff;
export const addressNumber = addressWord;
