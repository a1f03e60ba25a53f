/*
 * struct timex, sys/timex.h (man 2 adjtimex), the beginning of it on 64-bit machines:
 *
 *   0  u32  modes      0 = only read
 *   8  i64  offset
 *  16  i64  freq
 *  24  i64  maxerror   microseconds
 *  32  i64  esterror   microseconds
 *  40  i32  status     STA_UNSYNC 0x40
 *      … 208 bytes in all
 */
import { declare } from './libc.ts';

const size = 208;
const unsynchronised = 0x40;
/** What adjtimex returns for a clock that nobody keeps (TIME_ERROR). */
const timeError = 5;

const adjtimex = declare('int adjtimex(void *timex)');

export interface KernelClock {
  readonly synchronised: boolean;
  /** The most that it may be wrong, in microseconds, by those who keep it. */
  readonly mostWrong: number;
}

/** What the kernel knows of who keeps the clock. It only reads. Null where it does not say. */
export function kernelClock(): KernelClock | null {
  if (process.platform !== 'linux') return null;
  const timex = new Uint8Array(size);
  const state = adjtimex(timex);
  if (state < 0) return null;
  const view = new DataView(timex.buffer);
  const status = view.getInt32(40, true);
  return {
    synchronised: state !== timeError && (status & unsynchronised) === 0,
    mostWrong: Number(view.getBigInt64(24, true)),
  };
}
