import { bpf } from './call.ts';

const hashMap = 1;
const arrayMap = 2;

/** An array map of one element, whose bytes a program reads and writes directly. Returns its descriptor. */
export const createMemory = (bytes: number): number =>
  bpf('MAP_CREATE', 'memory for a BPF program', [
    [0, 4, arrayMap],
    [4, 4, 4],
    [8, 4, bytes],
    [12, 4, 1],
  ]);

/** Copies the bytes of such a map. */
export function readMemory(mapFd: number, bytes: number): DataView<ArrayBuffer> {
  // The kernel copies whole values of a size rounded up to 8.
  const value = new Uint8Array(new ArrayBuffer(Math.ceil(bytes / 8) * 8));
  const key = new Uint8Array(new ArrayBuffer(4));
  bpf('MAP_LOOKUP_ELEM', 'the result of a BPF program', [
    [0, 4, mapFd],
    [8, 8, key],
    [16, 8, value],
  ]);
  return new DataView(value.buffer);
}

/** A hash map whose keys are the given 32-bit numbers (no duplicates). Returns its descriptor. */
export function createSet(keep: (fd: number) => number, keys: Uint32Array<ArrayBuffer>): number {
  const fields = [
    [0, 4, hashMap],
    [4, 4, 4],
    [8, 4, 1],
    [12, 4, Math.max(1, keys.length)],
  ] as const;
  const mapFd = keep(bpf('MAP_CREATE', 'a set for a BPF program', fields));
  if (keys.length === 0) return mapFd;
  bpf('MAP_UPDATE_BATCH', 'filling the set of a BPF program', [
    [16, 8, new Uint8Array(keys.buffer, keys.byteOffset, keys.byteLength)],
    [24, 8, new Uint8Array(new ArrayBuffer(keys.length))],
    [32, 4, keys.length],
    [36, 4, mapFd],
  ]);
  return mapFd;
}
