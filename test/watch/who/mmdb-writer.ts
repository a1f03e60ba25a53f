/*
 * A small writer of the MMDB format for tests. https://maxmind.github.io/MaxMind-DB/
 *
 *   search tree   node count x two records of 24 bits, big-endian; a record is a node's number, the node count (nothing
 *                 there), or node count + 16 + offset in the data section
 *   16 zero bytes
 *   data section  fields: control byte (type << 5 | size), for types above 7 a second byte (type - 7)
 *   marker        AB CD EF "MaxMind.com"
 *   metadata      a map
 */
export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

export interface Network {
  /** Bits of the network's prefix, as `0` and `1`. */
  readonly prefix: string;
  readonly value: Value;
}

export interface MmdbFields {
  readonly ipVersion?: 4 | 6;
  readonly type?: string;
  /** Fields of the metadata that lie. */
  readonly metadata?: Readonly<Record<string, Value>>;
}

export function mmdbFile(networks: readonly Network[], fields: MmdbFields = {}): Buffer {
  const data: Buffer[] = [];
  const offsets = networks.map(({ value }) => {
    const at = data.reduce((sum, part) => sum + part.length, 0);
    data.push(encode(value));
    return at;
  });
  const tree = treeOf(networks, offsets);
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_790_000_000,
    database_type: fields.type ?? 'Test-Country',
    description: { en: 'for tests' },
    ip_version: fields.ipVersion ?? 6,
    languages: ['en'],
    node_count: tree.length / 6,
    record_size: 24,
    ...fields.metadata,
  });
  const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')]);
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata]);
}

/** The bits of an IPv4 network, behind 96 zeros in a tree of IPv6. */
export function bitsOf(cidr: string, ipVersion: 4 | 6 = 6): string {
  const [address = '', length = '32'] = cidr.split('/');
  const bits = address
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
  return '0'.repeat(ipVersion === 6 ? 96 : 0) + bits.slice(0, Number(length));
}

function treeOf(networks: readonly Network[], offsets: readonly number[]): Buffer {
  const nodes: [number | null, number | null][] = [[null, null]];
  const leaves = new Map<string, number>();
  for (const [index, { prefix }] of networks.entries()) {
    let node = 0;
    for (const [depth, digit] of Array.from(prefix).entries()) {
      const side = digit === '1' ? 1 : 0;
      if (depth === prefix.length - 1) leaves.set(`${node} ${side}`, offsets[index] ?? 0);
      else {
        const entry = nodes[node] ?? [null, null];
        entry[side] ??= nodes.push([null, null]) - 1;
        node = entry[side];
      }
    }
  }
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [node, sides] of nodes.entries()) {
    for (const side of [0, 1] as const) {
      const leaf = leaves.get(`${node} ${side}`);
      const record = leaf === undefined ? (sides[side] ?? nodes.length) : nodes.length + 16 + leaf;
      tree.writeUIntBE(record, node * 6 + side * 3, 3);
    }
  }
  return tree;
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([head(2, text.length), text]);
  }
  if (typeof value === 'boolean') return head(14, value ? 1 : 0);
  if (typeof value === 'number') {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(value);
    return Buffer.concat([head(6, 4), number]);
  }
  if (isList(value)) return Buffer.concat([head(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([
    head(7, entries.length),
    ...entries.flatMap(([name, one]) => [encode(name), encode(one)]),
  ]);
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function head(type: number, size: number): Buffer {
  const extended = type > 7;
  const short = Math.min(size, 29);
  const bytes = [((extended ? 0 : type) << 5) | short, ...(extended ? [type - 7] : [])];
  return Buffer.from(size < 29 ? bytes : [...bytes, size - 29]);
}

/** A field that points to an offset in the data section (type 1, two bytes). */
export const pointer = (offset: number): Buffer => Buffer.from([0x20 | ((offset >> 8) & 7), offset & 0xff]);
