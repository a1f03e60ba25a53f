import { declare } from './libc.ts';

const callNumber = process.arch === 'x64' ? 312 : process.arch === 'arm64' ? 272 : null;
/** KCMP_FILES of include/uapi/linux/kcmp.h. */
const compareFiles = 2;

let syscall: ((...words: unknown[]) => number) | undefined;

/**
 * Whether two tasks have different tables of descriptors, kcmp(2). False also where that cannot be told:
 * gone, not permitted, or a kernel without the call.
 */
export function haveDifferentFiles(first: number, second: number): boolean {
  if (callNumber === null) return false;
  syscall ??= declare('long syscall(long number, long first, long second, long type, long a, long b)');
  return syscall(callNumber, first, second, compareFiles, 0, 0) > 0;
}
