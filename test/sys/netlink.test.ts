import { readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { isReeveError } from '../../src/core/errors.ts';
import { checked, declare } from '../../src/sys/libc.ts';
import { openNetlink, receiveBuffer } from '../../src/sys/netlink.ts';
import { dump } from '../../src/sys/netlink-dump.ts';
import { encodeMessage } from '../../src/sys/nlmsghdr.ts';

const getLink = 18;
/** struct ifinfomsg, all zero: every interface. */
const everyLink = { type: getLink, payload: new Uint8Array(16) };
const routeFamily = 0;
const userFamily = 2;
const peekNow = 0x2 | 0x40;
const linux = process.platform === 'linux';

const bind = declare('int bind(int fd, const void *address, uint32_t size)');
const getsockname = declare('int getsockname(int fd, void *address, void *size)');
const sendto = declare(
  'long sendto(int fd, const void *data, size_t size, int flags, const void *to, uint32_t toSize)',
);
const recv = declare('long recv(int fd, void *data, size_t size, int flags)');

/** Index of an interface: the third word of struct ifinfomsg comes after family, pad and type. */
const indexes = (family = routeFamily, buffer = receiveBuffer()): unknown => {
  const socket = openNetlink(family, buffer);
  try {
    return dump(socket, everyLink, (reader) => {
      reader.skip(4);
      return reader.i32();
    });
  } finally {
    socket.close();
  }
};

test.skipIf(!linux)('a real dump lists the loopback interface (needs Linux)', () => {
  const outcome = indexes();
  expect(outcome).toMatchObject({ kind: 'rows', damaged: 0, interrupted: null });
  expect(outcome).toHaveProperty('rows', expect.arrayContaining([1]));
});

test.skipIf(!linux)('a buffer too short for the answer grows until it fits (needs Linux)', () => {
  const buffer = receiveBuffer(512);
  expect(indexes(routeFamily, buffer)).toEqual(indexes());
  expect(buffer.bytes.length).toBeGreaterThan(512);
});

test.skipIf(!linux)(
  'one socket serves many requests, and a given-up answer does not leak into the next (needs Linux)',
  () => {
    const socket = openNetlink(routeFamily);
    try {
      for (let time = 0; time < 3; time++) {
        socket.drain(false);
        expect(dump(socket, everyLink, (reader) => reader.u8()).kind).toBe('rows');
      }
    } finally {
      socket.close();
    }
  },
);

test.skipIf(!linux)('what another process writes to our socket does not count (needs Linux)', () => {
  // Only in this family may everybody write to everybody.
  const [socket, forger] = [openNetlink(userFamily), openNetlink(userFamily)];
  try {
    const address = new Uint8Array(12);
    new Uint16Array(address.buffer)[0] = 16;
    checked(bind(socket.fd, address, address.length), 'to bind');
    checked(getsockname(socket.fd, address, Uint32Array.of(address.length)), 'the port id');
    const forged = encodeMessage({ type: 3, flags: 2, sequence: 1, portId: 0 }, new Uint8Array(4));
    expect(sendto(forger.fd, forged, forged.length, 0, address, address.length)).toBe(forged.length);
    expect(recv(socket.fd, new Uint8Array(64), 64, peekNow)).toBe(forged.length);
    expect(socket.receive()).toEqual({ failed: constants.errno.EAGAIN });
  } finally {
    socket.close();
    forger.close();
  }
});

test.skipIf(!linux)(
  'a family that does not exist is an error with a name, and no descriptor stays open (needs Linux)',
  () => {
    const before = readdirSync('/proc/self/fd').length;
    try {
      openNetlink(31);
      expect.unreachable();
    } catch (error) {
      expect(isReeveError(error) && error.message).toBe(
        'Asked for a netlink socket: the kernel answered EPROTONOSUPPORT.',
      );
    }
    const socket = openNetlink(routeFamily);
    socket.close();
    socket.close();
    expect(readdirSync('/proc/self/fd')).toHaveLength(before);
  },
);
