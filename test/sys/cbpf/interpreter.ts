import { nativeLittleEndian } from '../../../src/bytes/index.ts';

/** What the kernel tells a filter beside the packet's bytes. */
export interface Beside {
  readonly protocol: number;
  readonly kind: number;
  readonly hardware: number;
  readonly random: number;
}

/** Runs a classic BPF program as Documentation/networking/filter.rst describes the machine; gives what it returns. */
export function interpret(program: Uint8Array, packet: Uint8Array, beside: Beside): number {
  const code = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const bytes = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const memory = new Uint32Array(16);
  let [a, x] = [0, 0];
  for (let at = 0; at * 8 < program.length; at++) {
    const operation = code.getUint16(at * 8, nativeLittleEndian);
    const [jt, jf] = [code.getUint8(at * 8 + 2), code.getUint8(at * 8 + 3)];
    const k = code.getUint32(at * 8 + 4, nativeLittleEndian);
    const kind = operation & 7;
    if (kind === 6) return k;
    if (kind === 5) {
      at += jumped(operation, a, x, k, jt, jf);
    } else if (kind === 0) {
      const loaded = value(operation, bytes, beside, memory, x, k);
      if (loaded === null) return 0;
      a = loaded;
    } else if (kind === 1) {
      const loaded =
        operation === 0xb1 ? headerLength(bytes, k) : operation === 0x01 ? k : unknown(operation);
      if (loaded === null) return 0;
      x = loaded;
    } else if (kind === 2) memory[k] = a;
    else if (kind === 7) {
      if (operation === 0x07) x = a;
      else a = x;
    } else if (kind === 4) a = computed(operation, a, x, k);
    else unknown(operation);
  }
  throw new Error('the program has no end');
}

function unknown(operation: number): never {
  throw new Error(`unknown instruction ${operation.toString(16)}`);
}

const headerLength = (bytes: DataView, at: number): number | null =>
  at < bytes.byteLength ? (bytes.getUint8(at) & 0xf) * 4 : null;

function jumped(operation: number, a: number, x: number, k: number, jt: number, jf: number): number {
  const other = operation & 8 ? x : k;
  switch (operation & 0xf0) {
    case 0x00:
      return k;
    case 0x10:
      return a === other ? jt : jf;
    case 0x20:
      return a > other ? jt : jf;
    case 0x30:
      return a >= other ? jt : jf;
    case 0x40:
      return (a & other) !== 0 ? jt : jf;
    default:
      return unknown(operation);
  }
}

function value(
  operation: number,
  bytes: DataView,
  beside: Beside,
  memory: Uint32Array,
  x: number,
  k: number,
): number | null {
  const mode = operation & 0xe0;
  if (mode === 0x60) return memory[k] ?? 0;
  const from = mode === 0x40 ? x + k : k;
  if (from >= 0xffff_f000) return besides(from - 0xffff_f000, beside);
  const size = [4, 2, 1][(operation & 0x18) >> 3] ?? unknown(operation);
  if (from + size > bytes.byteLength) return null;
  if (size === 4) return bytes.getUint32(from);
  return size === 2 ? bytes.getUint16(from) : bytes.getUint8(from);
}

function besides(which: number, { protocol, kind, hardware, random }: Beside): number {
  const known: Record<number, number> = { 0: protocol, 4: kind, 28: hardware, 56: random };
  return known[which] ?? unknown(which);
}

function computed(operation: number, a: number, x: number, k: number): number {
  const other = operation & 8 ? x : k;
  switch (operation & 0xf0) {
    case 0x00:
      return (a + other) >>> 0;
    case 0x10:
      return (a - other) >>> 0;
    case 0x40:
      return (a | other) >>> 0;
    case 0x50:
      return (a & other) >>> 0;
    case 0x60:
      return (a << other) >>> 0;
    case 0x70:
      return a >>> other;
    default:
      return unknown(operation);
  }
}
