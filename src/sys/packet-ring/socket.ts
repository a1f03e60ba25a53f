/*
 * struct sockaddr_ll, linux/if_packet.h (man 7 packet), as bind takes it:
 *
 *   0  u16  sll_family     17
 *   2  u16  sll_protocol   in network order; 3 = every one, 0 = none
 *   4  i32  sll_ifindex    0 = all interfaces
 *   8       sll_hatype, sll_pkttype, sll_halen, sll_addr: unused here
 *  20       end
 */
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { Writer } from '../../bytes/index.ts';
import { fail } from '../../core/errors.ts';
import { attachFilterForGood } from '../cbpf/attach.ts';
import { checked, declare, errno, sysError } from '../libc.ts';
import { makeRing } from './settings.ts';

const packetFamily = 17;
/** Cooked: the kernel takes the link header off, so that all interfaces look alike, whatever they are made of. */
const datagramCloseOnExec = 2 | 0o2_000_000;
const everyProtocol = 3;

const socket = declare('int socket(int domain, int type, int protocol)');
const bind = declare('int bind(int fd, const void *address, uint32_t size)');

/**
 * A packet socket with its ring and its filter, both for good. It belongs to no interface and no protocol yet, so
 * nothing gets in before `bindCapture`, which needs no privilege any more.
 * @throws ReeveError `NOT_PERMITTED` without CAP_NET_RAW
 */
export function openCapture(filter: Uint8Array<ArrayBuffer>, ringBytes: number): number {
  const fd = socket(packetFamily, datagramCloseOnExec, 0);
  if (fd < 0) throw refusal(errno());
  try {
    makeRing(fd, ringBytes);
    attachFilterForGood(fd, filter);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function refusal(code: number) {
  const what = 'to watch what arrives (a packet socket)';
  if (code !== constants.errno.EPERM) return sysError(what, code);
  return fail('NOT_PERMITTED', {
    asked: what,
    found: 'the kernel did not permit it: CAP_NET_RAW is missing',
    todo: 'Run it as root (sudo reeve watch), or grant CAP_NET_RAW as docs/privileges.md says',
  });
}

/** From now on the packets of this interface get in, of all of them for 0. It may be bound again, to another one. */
export function bindCapture(fd: number, interfaceIndex: number): void {
  const address = new Writer(20, 'sockaddr_ll')
    .u16(packetFamily)
    .u16be(everyProtocol)
    .i32(interfaceIndex)
    .done();
  checked(bind(fd, address, address.length), `the packets of interface ${interfaceIndex}`);
}
