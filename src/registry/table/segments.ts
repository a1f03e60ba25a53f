import { type Transport, transports } from '../../core/transport.ts';
import type { AssignmentStatus } from '../record.ts';
import { statusOrder } from '../status.ts';
import { checksum } from './checksum.ts';
import { blockLength, blockSegments, directoryPreamble, segmentLength } from './layout.ts';

export interface FoundSegment {
  readonly from: number;
  readonly to: number;
  readonly status: AssignmentStatus;
  /** Record numbers, the primary service first. */
  readonly records: readonly number[];
}

export interface SegmentParts {
  /** Checked already. */
  readonly directory: Buffer;
  /** Checked block by block, when one is looked into. */
  readonly segments: Buffer;
  /** Reads the section `lists`, checked. */
  readonly lists: () => Buffer;
  /** What to throw for a block that does not fit its checksum. */
  readonly damage: (part: string) => Error;
}

/** The segments of a table, searched in place. */
export class SegmentIndex {
  readonly #parts: SegmentParts;
  readonly #checked = new Set<number>();
  #lists: Buffer | null = null;

  constructor(parts: SegmentParts) {
    this.#parts = parts;
  }

  /** What covers the port on the transport; null where the table has nothing about it. */
  at(port: number, transport: Transport): FoundSegment | null {
    const number = this.#firstEndingAtOrAfter(port, transport);
    if (number >= this.#bound(transport, 1)) return null;
    const found = this.#read(number, transport);
    return found.from <= port ? found : null;
  }

  /** The nearest assigned segment wholly below (-1) or above (1) a port. */
  nearestAssigned(port: number, transport: Transport, direction: -1 | 1): FoundSegment | null {
    const [first, end] = [this.#bound(transport, 0), this.#bound(transport, 1)];
    const here = this.#firstEndingAtOrAfter(port, transport);
    for (
      let number = direction === -1 ? here - 1 : here;
      number >= first && number < end;
      number += direction
    ) {
      const found = this.#read(number, transport);
      if (found.status === 'assigned' && (direction === -1 ? found.to < port : found.from > port))
        return found;
    }
    return null;
  }

  /** Number of the transport's first segment (0), or of the first one after them (1). */
  #bound(transport: Transport, end: 0 | 1): number {
    return this.#parts.directory.readUInt32LE((transports.indexOf(transport) + end) * 4);
  }

  #firstEndingAtOrAfter(port: number, transport: Transport): number {
    const { directory, segments } = this.#parts;
    const place = (5 + transports.indexOf(transport)) * 4;
    const [firstBlock, endBlock] = [directory.readUInt32LE(place), directory.readUInt32LE(place + 4)];
    const lastPort = (block: number): number =>
      directory.readUInt32LE(directoryPreamble + block * blockLength);
    const block = firstWhere(firstBlock, endBlock, (number) => lastPort(number) >= port);
    const [first, end] = [this.#bound(transport, 0), this.#bound(transport, 1)];
    if (block === endBlock) return end;
    const start = first + (block - firstBlock) * blockSegments;
    this.#check(start, transport);
    const to = (number: number): number => segments.readUInt16LE(number * segmentLength + 2);
    return firstWhere(start, Math.min(start + blockSegments, end), (number) => to(number) >= port);
  }

  #read(number: number, transport: Transport): FoundSegment {
    this.#check(number, transport);
    const { segments } = this.#parts;
    const start = number * segmentLength;
    const count = segments.readUInt16LE(start + 4);
    const first = segments.readUInt32LE(start + 8);
    return {
      from: segments.readUInt16LE(start),
      to: segments.readUInt16LE(start + 2),
      status: statusOrder[segments.readUInt8(start + 6)] ?? 'unassigned',
      records: count === 1 ? [first] : this.#list(first, count),
    };
  }

  /** Holds the block that a segment is in against its checksum, once. */
  #check(number: number, transport: Transport): void {
    const { directory, segments, damage } = this.#parts;
    const [first, end] = [this.#bound(transport, 0), this.#bound(transport, 1)];
    const inside = Math.floor((number - first) / blockSegments);
    const block = directory.readUInt32LE((5 + transports.indexOf(transport)) * 4) + inside;
    if (this.#checked.has(block)) return;
    const from = first + inside * blockSegments;
    const bytes = segments.subarray(
      from * segmentLength,
      Math.min(from + blockSegments, end) * segmentLength,
    );
    const stored = directory.readUInt32LE(directoryPreamble + block * blockLength + 4);
    if (checksum(bytes) !== stored) throw damage(`block ${block}`);
    this.#checked.add(block);
  }

  #list(first: number, count: number): readonly number[] {
    const lists = (this.#lists ??= this.#parts.lists());
    return Array.from({ length: count }, (_, step) => lists.readUInt32LE((first + step) * 4));
  }
}

/** The first number from `low` up to `high` for which it is true, `high` where it is for none. */
function firstWhere(low: number, high: number, isTrue: (number: number) => boolean): number {
  let [first, end] = [low, high];
  while (first < end) {
    const middle = (first + end) >>> 1;
    if (isTrue(middle)) end = middle;
    else first = middle + 1;
  }
  return first;
}
