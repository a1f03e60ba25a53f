/*
 * What is kept of one source and protocol, in three arrays so that an ordinary packet touches one or two cache lines.
 *
 * hot, 32 words:
 *   0-1   time of the latest packet (Float64), -Infinity while unknown
 *   2-3   time of the earliest (Float64), Infinity while unknown
 *    4    records
 *    5    number of the record at which the slow path runs next: samples, gaps, pair signs
 *    6    TCP shape's index + 1 << 24 | signs of the current run: records that are equal in these and in their known
 *         fields are counted together
 *    7    known fields of the run
 *    8    records in the run
 *    9    first target: the IPv4 address, or a hash of the IPv6 one
 *   10    source port << 16 | port of the first record
 *   11    highest TTL << 8 | lowest; 0x00ff while unknown
 *   12    records that the firewall let through, less audited ones that it blocked then | 1 << 31 once one was audited
 *   13    handle of the set of ports; 0 while there is one port (the first)
 *   14    handle of the set of targets, likewise
 *   15    handle of the set of pairs, while ports and targets are both several
 *   16    the /24 of the targets, while they are all of one
 *   17-24 bitmap of them
 *   25    ports in their set
 *   26    retries
 *   27    accepted, as answers show
 *   28    refused
 *   29    packets to services
 *   30    targets in their set
 *   31    pairs in theirs
 *
 * cold, `coldStride` words:
 *    0    source address: IPv4, or the hash of the IPv6 one
 *    1    tag: protocol | IPv6 << 8
 *   2-5   the IPv6 address
 *    6    campaign key
 *    7    interface's number
 *    8    fields that every record had
 *    9    fields that any record had
 *  10-11  packets beyond one a record (Float64)
 *   12    block of three more samples, + 1; 0 = none
 *   13    block of twelve more samples, + 1; 0 = none
 *   14    gaps taken
 *   15    records on which pair signs were tried
 *   16    block of cells with the packets of frequent ports, beside a bitmap
 *   17    records when events last told of it
 *  18-25  gaps in seconds (Float32)
 *  26-33  sketch of ports, where no room was left for a set
 *  34-41  sketch of targets, likewise
 *  42-49  sketch of pairs, likewise
 *  50-57  records by TCP shape
 *  58-65  sketch of source ports other than the first
 *  66-    records by sign, then by pair sign
 *
 * base, 16 words: the first words of an earlier record of the source, for the pair signs.
 */
import { pairSignCount, signCount } from '../fingerprints/signs.ts';

export const hotStride = 32;
export const hotShift = 5;

// Words of hot. Single constants: the bundler puts them in place, an object would be read for each packet.
export const hotRecords = 4;
export const hotTrigger = 5;
export const hotSigns = 6;
export const hotKnown = 7;
export const hotRun = 8;
export const hotTarget = 9;
export const hotPorts = 10;
export const hotTtl = 11;
export const hotAllowed = 12;
export const hotPortSet = 13;
export const hotTargetSet = 14;
export const hotPairSet = 15;
export const hotPortCount = 25;
export const hotRetries = 26;
export const hotAccepted = 27;
export const hotRefused = 28;
export const hotToServices = 29;
export const hotTargetCount = 30;
export const hotPairCount = 31;
/** From a set's handle to its count, and to the /24. */
export const countBehind = 16;
export const rangeBehind = 2;
export const shapeShift = 24;

export const targetSketchAt = 34;
export const pairSketchAt = 42;
export const sourcePortsAt = 58;

export const cold = {
  key: 0,
  tag: 1,
  address: 2,
  campaign: 6,
  interface: 7,
  fieldsAll: 8,
  fieldsAny: 9,
  extra: 10,
  few: 12,
  more: 13,
  gapCount: 14,
  pairsTried: 15,
  cells: 16,
  told: 17,
  gaps: 18,
  portSketch: 26,
  targetSketch: targetSketchAt,
  pairSketch: pairSketchAt,
  shapes: 50,
  sourcePorts: sourcePortsAt,
  signs: 66,
} as const;

export const gapsKept = 8;
export const pairSignsAt = cold.signs + signCount;
/** Even, so that the Float64 in it is aligned. */
export const coldStride = Math.ceil((pairSignsAt + pairSignCount) / 8) * 8;
export const baseStride = 16;
export const noTtl = 0x00ff;
/** Of `hotAllowed`. */
export const auditedBit = 1 << 31;

export const v6Tag = 1 << 8;
