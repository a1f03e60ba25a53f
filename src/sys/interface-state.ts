/*
 * struct ifreq, linux/if.h, as SIOCGIFINDEX and SIOCGIFFLAGS use it (man 7 netdevice):
 *
 *   0  char[16]  ifr_name     the question, ended by a zero
 *  16  i32       ifr_ifindex, or u16 ifr_flags: the answer
 *      unused up to 40 bytes on 64-bit machines
 */
import { Reader, Writer } from '../bytes/index.ts';
import { declare } from './libc.ts';

const getIndex = 0x8933;
const getFlags = 0x8913;
const isUp = 1;
const nameSize = 16;

const ioctl = declare('int ioctl(int fd, unsigned long request, void *argument)');

/** An interface by its name, in the network namespace of an open socket of any kind; null where there is none. */
export function interfaceState(socketFd: number, name: string): { index: number; up: boolean } | null {
  const index = answer(socketFd, name, getIndex);
  const flags = answer(socketFd, name, getFlags);
  if (index === null || flags === null) return null;
  return { index: index.i32(), up: (flags.u16() & isUp) !== 0 };
}

function answer(socketFd: number, name: string, request: number): Reader | null {
  const text = new TextEncoder().encode(name);
  if (text.length === 0 || text.length >= nameSize || text.includes(0)) return null;
  const ifreq = new Writer(40, 'ifreq').bytes(text).done();
  if (ioctl(socketFd, request, ifreq) < 0) return null;
  const reader = new Reader(ifreq, 'ifreq');
  reader.skip(nameSize);
  return reader;
}
