/**
 * The compiled table: one file for the embedded list and for the full record alike. Little-endian.
 *
 *     header, 128 bytes
 *        0   8  magic "reevetab"
 *        8   4  format version
 *       12   4  CRC-32 of bytes 16-127
 *       16   4  length of the whole file
 *       20   4  number of records
 *       24  32  SHA-256 of everything after the header
 *       56  72  six sections of 12 bytes: offset, length, CRC-32
 *     meta      JSON, `TableMeta`
 *     segments  5 u32: where each transport's segments start (tcp, udp, sctp, dccp), and where the last end;
 *               then segments of 12 bytes, sorted by port within a transport, never overlapping:
 *                  u16 from, u16 to, u16 records, u8 status (index in `statusOrder`), u8 0, u32 first
 *               `first` is the record where there is one, else where in `lists` their numbers stand
 *     lists     u32 record numbers, primary service first
 *     index     a record's place: u32 offset in `records`, u32 length, u32 CRC-32
 *     records   JSON arrays, one a record: see `record-text.ts`
 *     search    see `search/index-layout.ts`
 *
 * Meta, segments and lists are read when a table is opened, and their CRC-32 is checked; a record is read when
 * somebody asks for it and carries its own; so whatever is used was checked. SHA-256 is for `verify`.
 */
import type { RecordSource } from '../record.ts';
import type { Span } from '../../core/range.ts';
import type { Transport } from '../../core/transport.ts';

export const magic = 'reevetab';
export const formatVersion = 1;
export const headerLength = 128;
export const segmentsPreamble = 20;
export const segmentLength = 12;
export const indexEntryLength = 12;
export const sections = ['meta', 'segments', 'lists', 'index', 'records', 'search'] as const;

export type SectionName = (typeof sections)[number];

export interface Section {
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
}

/** How full one of the ranges of RFC 6335 is; every port counts once under its strongest status. */
export interface RangeCounts {
  readonly assigned: number;
  readonly reserved: number;
  readonly deAssigned: number;
  readonly unassigned: number;
  /** Ports assigned on one transport. */
  readonly assignedOn: Readonly<Record<Transport, number>>;
}

/** A service that has a run of ports by one registration, such as x11 with 6000-6063. */
export interface NamedRange {
  readonly ports: Span;
  readonly transports: readonly Transport[];
  readonly service: string;
  readonly description: string;
}

export interface TableCounts {
  /** Rows of the source that the table holds. */
  readonly records: number;
  /** Port and transport pairs that are assigned. */
  readonly assignedKeys: number;
  /** Distinct service names. */
  readonly names: number;
  /** Names that are registered without a port. */
  readonly withoutPort: number;
}

export interface TableMeta {
  /** Sources of the records, by number; the first is the table's own. */
  readonly sources: readonly RecordSource[];
  readonly url: string | null;
  /** Newest date of registration or change among the records (ISO), null where the source gives none. */
  readonly dataUpTo: string | null;
  /** When the source was fetched or built (ISO 8601 UTC), null for the embedded table. */
  readonly fetchedAt: string | null;
  readonly counts: TableCounts;
  readonly ranges: Readonly<Record<'system' | 'user' | 'dynamic', RangeCounts>>;
  readonly namedRanges: readonly NamedRange[];
  /** True where every key of the registry is known, so that absence means "unassigned". */
  readonly whole: boolean;
}
