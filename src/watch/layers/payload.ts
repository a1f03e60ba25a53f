import { known, payloadStride } from '../record.ts';
import { atPayload } from '../record-words.ts';
import type { Frame } from './frame-state.ts';

const most = 0xffffff;

/** Keeps the payload's first bytes; `length` is its true length, -1 where that is not known. */
export function keepPayload(f: Frame, from: number, end: number, length: number): void {
  const true24 = length < 0 ? 0 : length > most ? most : length;
  let kept = end - from;
  if (kept < 0) kept = 0;
  if (length >= 0 && kept > length) kept = length;
  if (kept > payloadStride) kept = payloadStride;
  if (length >= 0) f.known |= known.payloadLength;
  // Nothing kept of something is not knowing it.
  if (kept > 0 || length === 0) f.known |= known.payload;
  f.words[f.at + atPayload] = (true24 << 8) | kept;
  if (kept > 0) copyPayload(f.batch.payloads, f.batch.size * payloadStride, f.bytes, from, kept);
}

function copyPayload(to: Uint8Array, at: number, bytes: Uint8Array, from: number, count: number): void {
  for (let index = 0; index < count; index++) to[at + index] = bytes[from + index] ?? 0;
}
