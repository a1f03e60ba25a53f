/*
 * struct sock_fprog, linux/filter.h, on 64-bit machines:
 *
 *   0  u16  len      instructions, not bytes
 *   2       6 unused
 *   8  u64  filter   address of the first instruction
 */
import { Writer } from '../../bytes/index.ts';
import { addressOf, checked, declare } from '../libc.ts';
import { instructionSize } from './instruction.ts';

const socketLevel = 1;
const attachFilter = 26;
const lockFilter = 44;

const setsockopt = declare('int setsockopt(int fd, int level, int name, const void *value, uint32_t size)');

/**
 * Has the kernel ask the program before each packet that the socket would get, for good: a filter that is locked
 * can be neither changed nor taken away, whoever holds the descriptor later.
 * @throws ReeveError `SYSTEM_CALL_FAILED` where the kernel does not take the program
 */
export function attachFilterForGood(fd: number, program: Uint8Array<ArrayBuffer>): void {
  const fprog = new Writer(16, 'sock_fprog')
    .u16(program.length / instructionSize)
    .skip(6)
    .u64(addressOf(program))
    .done();
  checked(setsockopt(fd, socketLevel, attachFilter, fprog, fprog.length), 'a packet filter');
  // The program is named once more, so that the collector leaves its bytes alone during the call.
  if (program.length > 0)
    checked(setsockopt(fd, socketLevel, lockFilter, Int32Array.of(1), 4), 'to lock a filter');
}
