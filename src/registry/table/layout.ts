/**
 * The compiled table: one file for the embedded list and for the full record alike. Little-endian.
 *
 *     header, 140 bytes
 *        0   8  magic "reevetab"
 *        8   4  format version
 *       12   4  checksum of bytes 16-139
 *       16   4  length of the whole file
 *       20   4  number of records
 *       24  32  SHA-256 of everything after the header
 *       56  84  seven sections of 12 bytes: offset, length, checksum
 *     meta      JSON, `TableMeta`
 *     directory 5 u32: where each transport's segments start (tcp, udp, sctp, dccp), and where the last end;
 *               5 u32: the same for its blocks; then blocks of 8 bytes: u32 last port in it, u32 checksum.
 *               A block is `blockSegments` segments of one transport, the last one what is left
 *     segments  12 bytes each, sorted by port within a transport, never overlapping:
 *                  u16 from, u16 to, u16 records, u8 status (index in `statusOrder`), u8 0, u32 first
 *               `first` is the record where there is one, else where in `lists` their numbers stand
 *     lists     u32 record numbers, primary service first
 *     index     a record's place: u32 offset in `records`, u32 length, u32 checksum
 *     records   JSON arrays, one a record: see `record-text.ts`
 *     search    see `search/index-layout.ts`
 *
 * Meta and directory are checked when a table is opened, a block of segments when it is
 * looked into, a record when it is read: whatever is used was checked, and little is read for one port.
 * SHA-256 is for `verify`.
 */
import type { RecordSource } from '../record.ts';
import type { Span } from '../../core/range.ts';
import type { Transport } from '../../core/transport.ts';

export const magic = 'reevetab';
export const formatVersion = 1;
export const headerLength = 140;
export const directoryPreamble = 40;
export const blockLength = 8;
export const blockSegments = 64;
export const segmentLength = 12;
export const indexEntryLength = 12;
export const sections = ['meta', 'directory', 'segments', 'lists', 'index', 'records', 'search'] as const;

export type SectionName = (typeof sections)[number];

export interface Section {
  readonly offset: number;
  readonly length: number;
  readonly sum: number;
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
