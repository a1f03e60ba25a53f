import { type Transport, transports } from '../../core/transport.ts';
import type { AssignmentStatus } from '../record.ts';
import { statusOrder } from '../status.ts';
import { segmentLength, segmentsPreamble } from './layout.ts';

export interface FoundSegment {
  readonly from: number;
  readonly to: number;
  readonly status: AssignmentStatus;
  /** Record numbers, the primary service first. */
  readonly records: readonly number[];
}

/** The sections `segments` and `lists` of a table, searched in place. */
export class SegmentIndex {
  readonly #segments: Buffer;
  readonly #lists: Buffer;

  constructor(segments: Buffer, lists: Buffer) {
    this.#segments = segments;
    this.#lists = lists;
  }

  /** What covers the port on the transport; null where the table has nothing about it. */
  at(port: number, transport: Transport): FoundSegment | null {
    const number = this.#firstEndingAtOrAfter(port, transport);
    if (number >= this.#bounds(transport)[1]) return null;
    const found = this.#read(number);
    return found.from <= port ? found : null;
  }

  /** The nearest assigned segment wholly below (-1) or above (1) a port. */
  nearestAssigned(port: number, transport: Transport, direction: -1 | 1): FoundSegment | null {
    const [first, end] = this.#bounds(transport);
    const here = this.#firstEndingAtOrAfter(port, transport);
    for (
      let number = direction === -1 ? here - 1 : here;
      number >= first && number < end;
      number += direction
    ) {
      const found = this.#read(number);
      if (found.status === 'assigned' && (direction === -1 ? found.to < port : found.from > port))
        return found;
    }
    return null;
  }

  #bounds(transport: Transport): readonly [number, number] {
    const place = transports.indexOf(transport) * 4;
    return [this.#segments.readUInt32LE(place), this.#segments.readUInt32LE(place + 4)];
  }

  #firstEndingAtOrAfter(port: number, transport: Transport): number {
    let [low, high] = this.#bounds(transport);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const to = this.#segments.readUInt16LE(segmentsPreamble + middle * segmentLength + 2);
      if (to < port) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #read(number: number): FoundSegment {
    const start = segmentsPreamble + number * segmentLength;
    const count = this.#segments.readUInt16LE(start + 4);
    const first = this.#segments.readUInt32LE(start + 8);
    return {
      from: this.#segments.readUInt16LE(start),
      to: this.#segments.readUInt16LE(start + 2),
      status: statusOrder[this.#segments.readUInt8(start + 6)] ?? 'unassigned',
      records: count === 1 ? [first] : this.#list(first, count),
    };
  }

  #list(first: number, count: number): readonly number[] {
    return Array.from({ length: count }, (_, step) => this.#lists.readUInt32LE((first + step) * 4));
  }
}
