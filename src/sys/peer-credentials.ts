/*
 * struct ucred, sys/socket.h (man 7 unix, SO_PEERCRED), as the kernel noted it when the peer called connect:
 *
 *   0  i32  pid   0 where the peer is in a pid namespace that cannot be seen from here
 *   4  u32  uid
 *   8  u32  gid
 */
import { declare } from './libc.ts';

const socketLevel = 1;
const peerCredentialsOption = 17;
const size = 12;
/** What the kernel gives for a socket that has no peer. */
const nobodyYet = 0xffff_ffff;

const getsockopt = declare('int getsockopt(int fd, int level, int name, void *value, void *size)');

export interface PeerCredentials {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

/** Who is at the other end of a connected unix socket; null where it is none, or the kernel does not say. */
export function peerCredentials(descriptor: number): PeerCredentials | null {
  if (process.platform !== 'linux' || !Number.isInteger(descriptor) || descriptor < 0) return null;
  const value = new Uint8Array(size);
  const length = Uint32Array.of(size);
  if (getsockopt(descriptor, socketLevel, peerCredentialsOption, value, length) !== 0) return null;
  if (length[0] !== size) return null;
  const view = new DataView(value.buffer);
  const found = { pid: view.getInt32(0, true), uid: view.getUint32(4, true), gid: view.getUint32(8, true) };
  return found.uid === nobodyYet ? null : found;
}
