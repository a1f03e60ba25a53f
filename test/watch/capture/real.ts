import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bytes } from '../packets.ts';

/** Real captures beside the checkout; they are nobody's to commit. */
export const capturesFolder = path.resolve(fileURLToPath(import.meta.url), '../../../../../shared/captures');

export const capturesMissing = !existsSync(capturesFolder);

export const captureNames: readonly string[] = capturesMissing
  ? []
  : readdirSync(capturesFolder).filter((name) => /\.pcap(ng)?$/.test(name));

export const readCapture = (name: string): Bytes =>
  new Uint8Array(readFileSync(path.join(capturesFolder, name)));

/** The packets of a little-endian pcap file with microseconds, found without the code under test. */
export function packetsOf(file: Bytes): readonly Bytes[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const packets: Bytes[] = [];
  for (let at = 24; at + 16 <= file.length; ) {
    const size = view.getUint32(at + 8, true);
    packets.push(file.slice(at + 16, at + 16 + size));
    at += 16 + size;
  }
  return packets;
}
