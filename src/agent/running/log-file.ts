import { writeSync } from 'node:fs';

/** What pino writes its lines to. */
export interface LogFile {
  write(line: string): void;
}

/**
 * Lines are written at once, as what led to an end must not be lost with it. Where they cannot be (the disk is full, who
 * read them is gone) the agent goes on: they are counted, and told of with the first one that can be written again.
 */
export function logFile(fd: number, write: typeof writeSync = writeSync): LogFile {
  let lost = 0;
  /** A line was begun and could not be finished. */
  let torn = false;
  const put = (text: string): boolean => {
    let rest = Buffer.from(text);
    try {
      while (rest.length > 0) rest = rest.subarray(write(fd, rest));
      return true;
    } catch {
      torn = rest.length < Buffer.byteLength(text) || torn;
      return false;
    }
  };
  return {
    write: (line) => {
      const before = lost === 0 ? '' : missing(lost);
      if (put(`${torn ? '\n' : ''}${before}`) && put(line)) {
        lost = 0;
        torn = false;
      } else lost++;
    },
  };
}

const missing = (lost: number): string =>
  `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), pid: process.pid, lost, msg: 'Lines of this log could not be written' })}\n`;
