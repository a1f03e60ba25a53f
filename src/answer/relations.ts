/*
 * Relations between header fields by which senders of raw packets give themselves away, worked out again from the packets
 * of an event, so that a reader can check a verdict with a pencil. IPv4 TCP with the fields known; others say nothing.
 */
import { isIPv4 } from 'node:net';
import type { Probe } from '../core/probe.ts';

export interface Relation {
  /** Whose relation it is. */
  readonly name: string;
  readonly text: string;
  /** In how many of the packets (of the pairs, for nmap) that can show it. */
  readonly holds: number;
  readonly tried: number;
  /** What is worked out from one packet, beside which the eye can compare; null where there is nothing to show. */
  readonly column: { readonly head: string; readonly cell: (probe: Probe) => string } | null;
}

const u32 = (address: string): number | null =>
  isIPv4(address) ? address.split('.').reduce((word, octet) => ((word << 8) | Number(octet)) >>> 0, 0) : null;

const dotted = (word: number): string =>
  `${word >>> 24}.${(word >>> 16) & 0xff}.${(word >>> 8) & 0xff}.${word & 0xff}`;

interface Fields {
  readonly probe: Probe;
  readonly destination: number;
  readonly port: number;
  readonly sequence: number;
}

/** Only what opens a connection: answers and later packets carry numbers of the other side. */
function fieldsOf(probe: Probe): Fields | null {
  const { protocol, destination, destinationPort: port, sequence, flags } = probe;
  const word = u32(destination);
  if (protocol !== 'tcp' || word === null || port === null || sequence === null) return null;
  return flags === null || flags.includes('R') ? null : { probe, destination: word, port, sequence };
}

/** The relations that hold at least once, the most telling first. */
export function relations(evidence: readonly Probe[]): readonly Relation[] {
  const packets = evidence.map(fieldsOf).filter((fields) => fields !== null);
  return [masscan(packets), behindNat(packets), nmap(packets), mirai(packets), zmap(packets)].filter(
    (relation) => relation.holds > 0,
  );
}

const lowHalf = ({ destination, port, sequence }: Fields): number => (destination ^ port ^ sequence) & 0xffff;

function masscan(packets: readonly Fields[]): Relation {
  const tried = packets.filter(({ probe }) => probe.ipId !== null);
  return {
    name: 'masscan',
    text: 'id = low half of (destination ^ port ^ sequence)',
    holds: tried.filter((fields) => fields.probe.ipId === lowHalf(fields)).length,
    tried: tried.length,
    column: {
      head: 'D^P^S',
      cell: (probe) => {
        const fields = fieldsOf(probe);
        return fields === null ? '' : String(lowHalf(fields));
      },
    },
  };
}

/**
 * Behind an address translation the destination seen is not the one that was aimed at; what is left of the relation is
 * then the same for every packet. Its value would tell the address before the translation, so it is not shown.
 */
function behindNat(packets: readonly Fields[]): Relation {
  const values = packets
    .filter(({ probe }) => probe.ipId !== null)
    .map(({ probe, ...fields }) => ({
      ...fields,
      rest: ((probe.ipId ?? 0) ^ fields.port ^ fields.sequence) & 0xffff,
    }));
  const [first] = values;
  const same = values.filter(
    ({ rest, destination }) => rest === first?.rest && destination === first.destination,
  );
  // Retries repeat their numbers: only different sequences count, and the plain relation explains itself.
  const different = new Set(same.map(({ sequence }) => sequence)).size;
  const plain = first !== undefined && first.rest === (first.destination & 0xffff);
  return {
    name: 'masscan behind NAT',
    text: 'id ^ port ^ sequence is the same for one destination',
    holds: different >= 2 && !plain ? same.length : 0,
    tried: values.length,
    column: null,
  };
}

/** Both halves of the difference of two sequence numbers are equal. */
function nmap(packets: readonly Fields[]): Relation {
  const sequences = [...new Set(packets.map(({ sequence }) => sequence))];
  const [first = 0, ...rest] = sequences;
  const mirrored = (sequence: number): boolean => {
    const difference = (sequence ^ first) >>> 0;
    return difference >>> 16 === (difference & 0xffff);
  };
  return {
    name: 'nmap',
    text: 'the halves of sequence ^ first sequence are equal',
    holds: rest.filter(mirrored).length,
    tried: rest.length,
    column: {
      head: 'SEQ^FIRST',
      cell: ({ sequence }) =>
        sequence === null ? '' : ((sequence ^ first) >>> 0).toString(16).padStart(8, '0'),
    },
  };
}

function mirai(packets: readonly Fields[]): Relation {
  return {
    name: 'mirai',
    text: 'sequence = destination',
    holds: packets.filter(({ destination, sequence }) => destination === sequence).length,
    tried: packets.length,
    column: { head: 'SEQ AS ADDRESS', cell: ({ sequence }) => (sequence === null ? '' : dotted(sequence)) },
  };
}

function zmap(packets: readonly Fields[]): Relation {
  const tried = packets.filter(({ probe }) => probe.ipId !== null && probe.window !== null);
  return {
    name: 'zmap',
    text: 'id 54321 and window 65535',
    holds: tried.filter(({ probe }) => probe.ipId === 54_321 && probe.window === 65_535).length,
    tried: tried.length,
    column: null,
  };
}
