/*
 * struct pollfd, poll.h:  0 i32 fd | 4 i16 events | 6 i16 revents
 */
import { closeSync } from 'node:fs';
import { checked, declare } from './libc.ts';

/** The same on every architecture: the unified numbers of include/uapi/asm-generic/unistd.h. */
const pidfdSendSignal = 424;
const pidfdOpen = 434;
const readable = 1;

const syscall4 = declare('long syscall(long number, long a, long b, long c, long d)');
const poll = declare('int poll(void *entries, unsigned long count, int timeout)');

export interface ProcessHandle {
  /** @throws ReeveError `NOT_PERMITTED`, or `SYSTEM_CALL_FAILED` with ESRCH where it has ended */
  readonly send: (signal: number) => void;
  /** It has ended, whether its parent has taken note or not. */
  readonly ended: () => boolean;
  readonly close: () => void;
}

/**
 * Holds on to a process: what is sent through the descriptor can never reach another process that was given
 * the same pid later. pidfd_open(2), Linux 5.3.
 * @throws ReeveError `SYSTEM_CALL_FAILED` (ESRCH: the process is gone; ENOSYS: the kernel is older)
 */
export function openProcess(pid: number): ProcessHandle {
  const fd = checked(syscall4(pidfdOpen, pid, 0, 0, 0), `a hold on process ${pid}`);
  return {
    send: (signal) =>
      void checked(syscall4(pidfdSendSignal, fd, signal, 0, 0), `signal ${signal} to process ${pid}`),
    ended: () => {
      const entry = new Uint8Array(8);
      const view = new DataView(entry.buffer);
      view.setInt32(0, fd, true);
      view.setInt16(4, readable, true);
      return checked(poll(entry, 1, 0), `whether process ${pid} has ended`) > 0;
    },
    close: () => closeSync(fd),
  };
}
