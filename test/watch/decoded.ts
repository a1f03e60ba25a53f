import type { Probe } from '../../src/core/probe.ts';
import type { InputReader, InputSummary, MakeReader } from '../../src/watch/input.ts';
import { decodeFrame } from '../../src/watch/layers/frame.ts';
import { outcomeName } from '../../src/watch/layers/outcome.ts';
import { probeAt } from '../../src/watch/probe-at.ts';
import { Batch } from '../../src/watch/record.ts';
import type { Bytes } from './packets.ts';

/** What one frame gives: its record, or the outcome's name where there is none. */
export function decoded(
  frame: Bytes,
  linkType = 1,
  length = frame.length,
  time = Number.NaN,
): Probe | string {
  const batch = new Batch(1);
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const code = decodeFrame(batch, linkType, frame, view, 0, frame.length, length, time, 0, 1);
  return code === 0 ? probeAt(batch, 0) : outcomeName(code);
}

/** The record alone; the test ends where there is none. */
export function probeOfFrame(frame: Bytes, linkType = 1, length = frame.length): Probe {
  const probe = decoded(frame, linkType, length);
  if (typeof probe === 'string') throw new Error(`no record: ${probe}`);
  return probe;
}

export interface Readout {
  readonly probes: readonly Probe[];
  readonly summary: InputSummary;
}

/** Reads a whole input, handed over in pieces of the sizes given in turn (one piece without any). */
export function readAll(make: MakeReader, input: Bytes, sizes: readonly number[] = []): Readout {
  const probes: Probe[] = [];
  const reader: InputReader = make((batch) => {
    for (let index = 0; index < batch.size; index++) probes.push(probeAt(batch, index));
  });
  feed(reader, input, sizes);
  return { probes, summary: reader.end() };
}

/** Every chunk goes through the same buffer, which is overwritten after it: a reader must have copied what it keeps. */
function feed(reader: InputReader, input: Bytes, sizes: readonly number[]): void {
  const buffer = new Uint8Array(Math.max(input.length, 1));
  let at = 0;
  for (let turn = 0; at < input.length; turn++) {
    const size = Math.min(
      input.length - at,
      sizes.length === 0 ? input.length : (sizes[turn % sizes.length] ?? 1),
    );
    buffer.set(input.subarray(at, at + size));
    reader.push(buffer.subarray(0, size));
    buffer.fill(0xa5, 0, size);
    at += size;
  }
}
