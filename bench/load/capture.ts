import { closeSync, openSync, writeSync } from 'node:fs';

/** What shall be in the file. */
export interface SynCapture {
  readonly packets: number;
  /** Senders that differ. */
  readonly sources: number;
  /** About so many different pairs of sender and destination port. */
  readonly pairs: number;
  readonly seed: number;
}

/** What is in it, counted while it was written. */
export interface WrittenCapture {
  readonly bytes: number;
  readonly packets: number;
  readonly sources: number;
  readonly pairs: number;
}

const fileHeader = 24;
const recordHeader = 16;
/** The least that Ethernet carries: every frame is padded to it. */
const frame = 60;
const record = recordHeader + frame;
const recordsAtOnce = 50_000;
/** Of the senders, those that look for one port everywhere. */
const sweepers = 0.4;
const startSecond = 1_760_000_000;
/** Packets are about so far apart, in microseconds. */
const gap = 500;
const targetNetwork = 0xcb007100;

/**
 * A capture file of SYN packets of 60,000 or so scanners at one /24: pcap, microseconds, Ethernet, 76 bytes a
 * record. Deterministic, yet without an order that a table could profit from. Few senders send most: the busiest
 * of 60,000 sends one packet of 250. Four kinds of senders take turns by their number: masscan before 2023-11, nmap
 * with its halved sequences, ZMap before 4.1, Mirai.
 */
export function writeSynCapture(path: string, { packets, sources, pairs, seed }: SynCapture): WrittenCapture {
  const senders = makeSenders(packets, sources, pairs, seed);
  const sent = new Uint32Array(sources);
  const buffer = new Uint8Array(recordsAtOnce * record);
  const view = new DataView(buffer.buffer);
  const file = openSync(path, 'w');
  try {
    writeSync(file, pcapHeader());
    fillTemplate(view);
    let state = mix(seed);
    let time = 0;
    for (let done = 0; done < packets; done += recordsAtOnce) {
      const count = Math.min(recordsAtOnce, packets - done);
      for (let index = 0; index < count; index++) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        const share = state / 2 ** 32;
        const sender = Math.floor(sources * share * share);
        const turn = sent[sender] ?? 0;
        sent[sender] = turn + 1;
        const random = mix(state ^ turn);
        time += random & (gap * 2 - 1);
        writePacket(view, index * record, senders, sender, turn, random, time);
      }
      writeSync(file, buffer, 0, count * record);
    }
  } finally {
    closeSync(file);
  }
  let found = 0;
  let distinct = 0;
  for (let index = 0; index < sources; index++) {
    const count = sent[index] ?? 0;
    if (count > 0) found++;
    distinct += Math.min(count, senders.ports[index] ?? 0);
  }
  return { bytes: fileHeader + packets * record, packets, sources: found, pairs: distinct };
}

interface Senders {
  readonly addresses: Uint32Array;
  /** How many ports each goes through. */
  readonly ports: Uint16Array;
}

function makeSenders(packets: number, sources: number, pairs: number, seed: number): Senders {
  const addresses = new Uint32Array(sources);
  const ports = new Uint16Array(sources);
  const share = Math.max(0, (pairs - sweepers * sources) / ((1 - sweepers) * packets));
  for (let index = 0; index < sources; index++) {
    addresses[index] = addressOf(index, seed);
    const expected = packets * (Math.sqrt((index + 1) / sources) - Math.sqrt(index / sources));
    const sweeps = index % 10 < sweepers * 10;
    ports[index] = sweeps ? 1 : Math.max(1, Math.min(65_535, Math.round(expected * share)));
  }
  return { addresses, ports };
}

/** Public ones in no order, none twice: a product with an odd number is a permutation of the low 16 bits. */
function addressOf(index: number, seed: number): number {
  const low = Math.imul(index, 0x9e3b) & 0xffff;
  const spread = mix(seed ^ low);
  const network = (spread & 0xff) ^ (index >>> 16);
  return ((20 + ((spread >>> 8) % 90)) << 24) | (network << 16) | low;
}

function writePacket(
  view: DataView,
  at: number,
  { addresses, ports }: Senders,
  sender: number,
  turn: number,
  random: number,
  time: number,
): void {
  const source = addresses[sender] ?? 0;
  const destination = targetNetwork | (random >>> 24);
  const own = mix(source);
  // Odd steps go through all ports before one comes again.
  const port = (own + Math.imul(turn % (ports[sender] ?? 1), (own >>> 15) | 1)) & 0xffff;
  const kind = sender & 3;
  const half = random >>> 16;
  let sequence = random;
  let id = half;
  let ttl = 40 + (own & 15);
  let window = 1024;
  let offset = 5;
  let options = 0;
  if (kind === 0) {
    ttl = 230 + (own & 15);
    id = (destination ^ port ^ sequence) & 0xffff;
  } else if (kind === 1) {
    offset = 6;
    options = 0x020405b4;
    // Two of them differ by the same 16 bits twice.
    const tried = turn % 3;
    sequence = own ^ ((tried << 16) | tried);
  } else if (kind === 2) {
    ttl = 230 + (own & 15);
    id = 54_321;
    window = 65_535;
  } else {
    window = own & 0xffff;
    sequence = destination;
  }
  view.setUint32(at, startSecond + Math.floor(time / 1e6), true);
  view.setUint32(at + 4, time % 1e6, true);
  const ip = at + recordHeader + 14;
  view.setUint16(ip + 2, 20 + offset * 4);
  view.setUint16(ip + 4, id);
  view.setUint8(ip + 8, ttl);
  view.setUint32(ip + 12, source);
  view.setUint32(ip + 16, destination);
  const tcp = ip + 20;
  view.setUint16(tcp, 1024 + (own % 60_000));
  view.setUint16(tcp + 2, port);
  view.setUint32(tcp + 4, sequence);
  view.setUint16(tcp + 12, (offset << 12) | 2);
  view.setUint16(tcp + 14, window);
  view.setUint32(tcp + 20, options);
}

function pcapHeader(): Uint8Array {
  const view = new DataView(new ArrayBuffer(fileHeader));
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 262_144, true);
  view.setUint32(20, 1, true);
  return new Uint8Array(view.buffer);
}

/** What all records have in common. Checksums stay 0. */
function fillTemplate(view: DataView): void {
  for (let at = 0; at < view.byteLength; at += record) {
    view.setUint32(at + 8, frame, true);
    view.setUint32(at + 12, frame, true);
    const ethernet = at + recordHeader;
    view.setUint32(ethernet, 0x02000000);
    view.setUint32(ethernet + 6, 0x02000000);
    view.setUint16(ethernet + 12, 0x0800);
    view.setUint16(ethernet + 14, 0x4500);
    view.setUint8(ethernet + 23, 6);
  }
}

/** Spreads the bits of a number; murmur3's last step, https://github.com/aappleby/smhasher (public domain). */
function mix(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
