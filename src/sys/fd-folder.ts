import { constants } from 'node:fs';
import { declare, errno } from './libc.ts';

/*
 * What getdents64(2) writes, entry after entry:
 *
 *   0 inode u64 | 8 offset s64 | 16 length of the entry u16 | 18 type u8 | 19 name, ended by 0
 */
const lengthAt = 16;
const nameAt = 19;

/** O_RDONLY | O_DIRECTORY | O_CLOEXEC; the second differs between machines. */
const openFlags = constants.O_RDONLY | constants.O_DIRECTORY | 0o2_000_000;

const open = declare('int open(const char *path, int flags)');
const closeFd = declare('int close(int fd)');
const getdents64 = declare('long getdents64(int fd, void *entries, size_t size)');
const readlinkat = declare('long readlinkat(int folder, const char *path, void *target, size_t size)');

const entries = new Uint8Array(new ArrayBuffer(1 << 15));
const entriesView = new DataView(entries.buffer);
const target = new Uint8Array(new ArrayBuffer(64));
const targetView = new DataView(target.buffer);

/** Opens a folder: its descriptor, or a negative errno. A failure is ordinary in /proc, so it costs no exception. */
export function openFolder(path: string): number {
  const fd = open(path, openFlags);
  return fd < 0 ? -errno() : fd;
}

export const closeFolder = (fd: number): void => {
  closeFd(fd);
};

/** The names in a folder that are whole numbers, as numbers: descriptors, processes, threads. A negative errno on failure. */
export function numbersIn(fd: number): number[] | number {
  const found: number[] = [];
  for (;;) {
    const length = getdents64(fd, entries, entries.length);
    if (length < 0) return -errno();
    if (length === 0) return found;
    for (let at = 0; at < length; at += entriesView.getUint16(at + lengthAt, true)) {
      const number = numberAt(entries, at + nameAt, entries.indexOf(0, at + nameAt));
      if (number >= 0) found.push(number);
    }
  }
}

/** The number that these bytes write in decimal digits; -1 where they write anything else. */
function numberAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return to > from ? value : -1;
}

/** AT_FDCWD: the name is then a whole path. */
export const fromRoot = -100;

/**
 * The inode of the socket that a link of /proc/PID/fd names (`socket:[123]`, proc(5)).
 * 0 = the link names something else; a negative errno where it could not be read.
 */
export function socketInode(folder: number, name: string): number {
  const length = readlinkat(folder, name, target, target.length);
  if (length < 0) return -errno();
  // 'sock', 'et:[' and ']'
  const named = length > 9 && targetView.getUint32(0, true) === 0x6b_63_6f_73;
  if (!named || targetView.getUint32(4, true) !== 0x5b_3a_74_65 || target[length - 1] !== 0x5d) return 0;
  return Math.max(0, numberAt(target, 8, length - 1));
}
