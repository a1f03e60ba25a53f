import { closeSync } from 'node:fs';
import { fail, type ReeveError } from '../../core/errors.ts';
import { addressOf, declare, errno, sysError } from '../libc.ts';

/** Commands of bpf(2), `enum bpf_cmd` in include/uapi/linux/bpf.h. */
const commands = {
  MAP_CREATE: 0,
  MAP_LOOKUP_ELEM: 1,
  PROG_LOAD: 5,
  BTF_LOAD: 18,
  MAP_UPDATE_BATCH: 26,
  LINK_CREATE: 28,
  ITER_CREATE: 33,
} as const;

/** The number of bpf(2) differs between the machines that Node runs on. */
const callNumber = process.arch === 'x64' ? 321 : process.arch === 'arm64' ? 280 : null;

let syscall: ((number: unknown, command: unknown, attribute: unknown, size: unknown) => number) | undefined;

/** A field of `union bpf_attr`: its offset, its width, and its value; a buffer stands for its address. */
export type Field =
  | readonly [offset: number, width: 4, value: number]
  | readonly [offset: number, width: 8, value: number | bigint | Uint8Array<ArrayBuffer>];

/** Holds the buffers during the call: the collector does not see the addresses that the kernel is given. */
const held: Field[] = [];

/** As long as the newest field we set; the kernel takes what it does not know as long as it is zero. */
const attributeSize = 128;

/**
 * Calls bpf(2) and gives back its result: a descriptor or 0.
 * @throws ReeveError `NOT_PERMITTED`, `SYSTEM_CALL_FAILED`, or `PLATFORM_UNSUPPORTED` on another machine
 */
export function bpf(command: keyof typeof commands, what: string, fields: readonly Field[]): number {
  const result = tryBpf(command, what, fields);
  if (result < 0) throw sysError(what, -result);
  return result;
}

/** As `bpf`, with a negative errno for a call that failed. */
export function tryBpf(command: keyof typeof commands, what: string, fields: readonly Field[]): number {
  if (callNumber === null) throw unsupported(what);
  const attribute = new Uint8Array(new ArrayBuffer(attributeSize));
  const view = new DataView(attribute.buffer);
  for (const [offset, width, value] of fields) {
    if (width === 4) view.setUint32(offset, value, true);
    else view.setBigUint64(offset, value instanceof Uint8Array ? addressOf(value) : BigInt(value), true);
  }
  syscall ??= declare('long syscall(long number, long command, void *attribute, long size)');
  held.push(...fields);
  const result = syscall(callNumber, commands[command], attribute, attributeSize);
  const code = result < 0 ? errno() : 0;
  held.length = 0;
  return result < 0 ? -code : result;
}

const unsupported = (what: string): ReeveError =>
  fail('PLATFORM_UNSUPPORTED', { asked: what, found: `bpf(2) is not known here on ${process.arch}` });

/** Descriptors to be closed together, the newest first, whatever happens in between. */
export class Descriptors {
  readonly #open: number[] = [];

  keep(fd: number): number {
    this.#open.push(fd);
    return fd;
  }

  close(): void {
    for (const fd of this.#open.splice(0).toReversed()) closeSync(fd);
  }
}
