/*
 * struct ifreq, linux/if.h, as SIOCGIFNAME uses it (man 7 netdevice):
 *
 *   0  char[16]  ifr_name     the answer, ended by a zero
 *  16  i32       ifr_ifindex  the question
 *  20            unused, 40 bytes in all on 64-bit machines
 */
import { Reader, Writer } from '../bytes/index.ts';
import { declare } from './libc.ts';

const getInterfaceName = 0x8910;
const nameSize = 16;

const ioctl = declare('int ioctl(int fd, unsigned long request, void *argument)');

/** The name of an interface in the network namespace of an open socket of any kind; null if there is none. */
export function interfaceName(socketFd: number, index: number): string | null {
  const request = new Writer(40, 'ifreq').skip(nameSize).i32(index).done();
  if (ioctl(socketFd, getInterfaceName, request) < 0) return null;
  const name = new Reader(request, 'ifreq').bytes(nameSize);
  const end = name.indexOf(0);
  return new TextDecoder().decode(name.subarray(0, end < 0 ? nameSize : end));
}
