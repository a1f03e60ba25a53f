/*
 * The type information (BTF) that the kernel demands of a program with a function handed to bpf_loop.
 * https://docs.kernel.org/bpf/btf.html
 *
 * header, 24 bytes:  magic u16 0xeb9f | version u8 1 | flags u8 0 | header length u32
 *                    | type offset u32 | type length u32 | string offset u32 | string length u32
 * type, 12 bytes:    name (offset into the strings) u32 | info u32 = kind << 24 | vlen | size or type u32
 *   [1] INT (kind 1), followed by u32 = signed << 24 | bits
 *   [2] FUNC_PROTO (kind 13) returning [1], no parameters
 *   [3..] FUNC (kind 12) of type [2]; vlen is the linkage: 0 static, 1 global
 */
const headerSize = 24;

/** Describes functions that return int: the first one global, the others static. Their type ids count from 3. */
export function describeFunctions(names: readonly string[]): Uint8Array<ArrayBuffer> {
  const strings = `\0int\0${names.map((name) => `${name}\0`).join('')}`;
  const types = [1, 1 << 24, 4, (1 << 24) | 32, 0, 13 << 24, 1];
  let at = 5;
  for (const [index, name] of names.entries()) {
    types.push(at, (12 << 24) | (index === 0 ? 1 : 0), 2);
    at += name.length + 1;
  }
  const typeLength = types.length * 4;
  const bytes = new Uint8Array(new ArrayBuffer(headerSize + typeLength + strings.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x0001_eb9f, true);
  for (const [index, value] of [headerSize, 0, typeLength, typeLength, strings.length, ...types].entries()) {
    view.setUint32(4 + index * 4, value, true);
  }
  bytes.set(Buffer.from(strings, 'latin1'), headerSize + typeLength);
  return bytes;
}

export const firstFunctionType = 3;
