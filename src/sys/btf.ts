import { err, ok, type Result } from '../core/result.ts';

/*
 * BTF, the kernel's own description of its types, as in /sys/kernel/btf/vmlinux.
 * https://docs.kernel.org/bpf/btf.html
 *
 * header, 24 bytes:  magic u16 0xeb9f | version u8 | flags u8 | header length u32
 *                    | type offset u32 | type length u32 | string offset u32 | string length u32
 * type, 12 bytes:    name (offset into the strings) u32 | info u32 | size or type u32, then by its kind:
 *   info = kind_flag << 31 | kind << 24 | vlen
 *   member of a struct, 12 bytes: name u32 | type u32 | offset in bits u32 (low 24 bits if kind_flag)
 * Types are numbered from 1 in the order in which they stand.
 */
const magic = 0xeb9f;
const headerSize = 24;
const typeSize = 12;
const memberSize = 12;

const structKind = 4;
const unionKind = 5;
const functionKind = 12;

/** Bytes that follow the head of a type, by kind: [fixed, for each of vlen]. */
const tails: readonly (readonly [number, number] | undefined)[] = [
  undefined, // 0 void: never stands in the section
  [4, 0], // 1 int
  [0, 0], // 2 pointer
  [12, 0], // 3 array
  [0, 12], // 4 struct
  [0, 12], // 5 union
  [0, 8], // 6 enum
  [0, 0], // 7 forward
  [0, 0], // 8 typedef
  [0, 0], // 9 volatile
  [0, 0], // 10 const
  [0, 0], // 11 restrict
  [0, 0], // 12 function
  [0, 8], // 13 function prototype
  [4, 0], // 14 variable
  [0, 12], // 15 data section
  [0, 0], // 16 float
  [4, 0], // 17 declaration tag
  [0, 0], // 18 type tag
  [0, 12], // 19 enum of 64 bits
];

/** Offsets in bytes by `struct.member`, and type ids by function name. */
export interface BtfAnswer {
  readonly offsets: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, number>;
}

/** What is looked for: members of structs, also those within anonymous structs and unions, and functions. */
export interface BtfQuestion {
  readonly members: Readonly<Record<string, readonly string[]>>;
  readonly functions: readonly string[];
}

interface Sections {
  readonly view: DataView;
  readonly bytes: Buffer;
  readonly types: { readonly from: number; readonly to: number };
  readonly strings: { readonly from: number; readonly to: number };
}

/** Looks names up in BTF bytes in one pass. What is not there is missing in the answer; damage is an error. */
export function readBtf(bytes: Uint8Array, question: BtfQuestion): Result<BtfAnswer> {
  try {
    const sections = sectionsOf(bytes);
    if (sections === null) return err('not little-endian BTF of version 1');
    return find(sections, question);
  } catch (error) {
    if (error instanceof RangeError) return err('BTF that ends too early');
    throw error;
  }
}

function sectionsOf(bytes: Uint8Array): Sections | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0, true) !== magic || view.getUint8(2) !== 1) return null;
  const header = view.getUint32(4, true);
  if (header < headerSize) return null;
  const section = (field: number) => {
    const from = header + view.getUint32(field, true);
    return { from, to: Math.min(from + view.getUint32(field + 4, true), bytes.byteLength) };
  };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, bytes: buffer, types: section(8), strings: section(16) };
}

/** Where a whole string stands, as an offset into the strings; -1 where it does not. */
function nameOffset({ bytes, strings }: Sections, name: string): number {
  const at = bytes.indexOf(`\0${name}\0`, strings.from, 'latin1');
  return at < 0 || at + name.length + 2 > strings.to ? -1 : at + 1 - strings.from;
}

function find(sections: Sections, question: BtfQuestion): Result<BtfAnswer> {
  const structs = new Map(Object.keys(question.members).map((name) => [nameOffset(sections, name), name]));
  const names = new Map(question.functions.map((name) => [nameOffset(sections, name), name]));
  const functions = new Map<string, number>();
  const places = new Map<string, number>();
  const starts = scan(sections, (kind, name, id, at) => {
    const struct = kind === structKind ? structs.get(name) : undefined;
    if (struct !== undefined && !places.has(struct)) places.set(struct, at);
    const wanted = kind === functionKind ? names.get(name) : undefined;
    if (wanted !== undefined && !functions.has(wanted)) functions.set(wanted, id);
  });
  if (starts === null) return err('BTF with a kind of type not known here');
  const offsets = new Map<string, number>();
  for (const [struct, at] of places) {
    for (const member of question.members[struct] ?? []) {
      const bits = memberOffset(sections, starts, at, nameOffset(sections, member), 0);
      if (bits !== null) offsets.set(`${struct}.${member}`, bits / 8);
    }
  }
  return ok({ offsets, functions });
}

/** Visits every type; gives back where each id stands, or null at a kind whose length is not known. */
function scan(
  { view, types }: Sections,
  visit: (kind: number, name: number, id: number, at: number) => void,
): Uint32Array | null {
  const starts = new Uint32Array(Math.ceil((types.to - types.from) / typeSize) + 1);
  let id = 1;
  for (let at = types.from; at < types.to; id++) {
    const info = view.getUint32(at + 4, true);
    const kind = (info >>> 24) & 0x1f;
    const tail = tails[kind];
    if (tail === undefined) return null;
    starts[id] = at;
    if (kind === structKind || kind === functionKind) visit(kind, view.getUint32(at, true), id, at);
    at += typeSize + tail[0] + tail[1] * (info & 0xffff);
  }
  return starts;
}

/** Anonymous structs lie in one another only a few levels deep. */
const deepest = 8;

function memberOffset(
  sections: Sections,
  starts: Uint32Array,
  at: number,
  name: number,
  depth: number,
): number | null {
  const { view } = sections;
  const info = view.getUint32(at + 4, true);
  const kind = (info >>> 24) & 0x1f;
  if ((kind !== structKind && kind !== unionKind) || depth > deepest) return null;
  for (let index = 0; index < (info & 0xffff); index++) {
    const member = at + typeSize + index * memberSize;
    const bits = view.getUint32(member + 8, true) & (info >>> 31 === 1 ? 0xff_ffff : 0xffff_ffff);
    const memberName = view.getUint32(member, true);
    if (memberName === name) return bits >>> 0;
    if (memberName !== 0) continue;
    const inner = starts[view.getUint32(member + 4, true)] ?? 0;
    const found = inner === 0 ? null : memberOffset(sections, starts, inner, name, depth + 1);
    if (found !== null) return (bits >>> 0) + found;
  }
  return null;
}
