import { closeSync } from 'node:fs';
import { checked, declare } from './libc.ts';

/** The same on every architecture: the unified numbers of include/uapi/asm-generic/unistd.h. */
const pidfdSendSignal = 424;
const pidfdOpen = 434;

const syscall4 = declare('long syscall(long number, long a, long b, long c, long d)');

/**
 * Holds on to a process: what is sent through the descriptor can never reach another process that was given
 * the same pid later. pidfd_open(2), Linux 5.3.
 * @throws ReeveError `SYSTEM_CALL_FAILED` (ESRCH: the process is gone; ENOSYS: the kernel is older)
 */
export function openProcess(pid: number): { send: (signal: number) => void; close: () => void } {
  const fd = checked(syscall4(pidfdOpen, pid, 0, 0, 0), `a hold on process ${pid}`);
  return {
    /** @throws ReeveError `NOT_PERMITTED`, or `SYSTEM_CALL_FAILED` with ESRCH where it has ended */
    send: (signal) =>
      void checked(syscall4(pidfdSendSignal, fd, signal, 0, 0), `signal ${signal} to process ${pid}`),
    close: () => closeSync(fd),
  };
}
