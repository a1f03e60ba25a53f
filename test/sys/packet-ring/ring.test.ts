import { closeSync, readdirSync, readFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../../src/sys/cbpf/assemble.ts';
import { compute, give, jumpIf, load, label } from '../../../src/sys/cbpf/instruction.ts';
import { interfaceState } from '../../../src/sys/interface-state.ts';
import {
  bindCapture,
  etherType,
  openCapture,
  packetKind,
  PacketRing,
  ringSize,
  settleMs,
} from '../../../src/sys/packet-ring/index.ts';
import { mostExcluded, probeFilter } from '../../../src/watch/live/probe-filter.ts';

const able = process.platform === 'linux' && process.getuid?.() === 0 && mayCapture();
const size = ringSize(1);
const loopback = 1;
const port = 45_177;

function mayCapture(): boolean {
  try {
    closeSync(openCapture(assemble([give(0)]), ringSize(1)));
    return true;
  } catch {
    return false;
  }
}

interface Packet {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly at: number;
  readonly index: number;
  readonly protocol: number;
  readonly kind: number;
}

function taker(ring: PacketRing, into: Packet[]) {
  return {
    packet: (
      from: number,
      to: number,
      length: number,
      at: number,
      index: number,
      protocol: number,
      kind: number,
    ) => {
      into.push({ bytes: ring.bytes.slice(from, to), length, at, index, protocol, kind });
    },
  };
}

/** IPv4 UDP to our port, cut to so many bytes. */
const cutTo = (bytes: number) =>
  assemble([
    load(1, 9),
    jumpIf('==', 17, null, 'drop'),
    load(2, 22),
    compute('subtract', port),
    jumpIf('==', 0, null, 'drop'),
    give(bytes),
    label('drop'),
    give(0),
  ]);

const ours = cutTo(30);

async function send(count: number): Promise<void> {
  const socket = createSocket('udp4');
  for (let index = 0; index < count; index++) {
    await new Promise((done) => socket.send(Buffer.from([index, 1, 2, 3, 4]), port, '127.0.0.1', done));
  }
  socket.close();
}

const descriptors = (): number => readdirSync('/proc/self/fd').length;
const mappings = (): number =>
  readFileSync('/proc/self/maps', 'latin1')
    .split('\n')
    .filter((line) => line.includes('socket:[')).length;

describe.skipIf(!able)('a packet ring on the loopback (needs root with CAP_NET_RAW)', () => {
  it('hands over what passes the filter, cut, in order, with what the kernel knows of it', async () => {
    const fd = openCapture(ours, size);
    const ring = new PacketRing(fd, size);
    const got: Packet[] = [];
    const take = taker(ring, got);
    try {
      await send(1);
      bindCapture(fd, loopback);
      const before = Date.now() * 1000;
      ring.onReady(() => ring.drain(take));
      await send(3);
      await pause(settleMs * 2);
      expect(got.map(({ kind }) => kind)).toEqual(
        [0, 1, 2].flatMap(() => [packetKind.outgoing, packetKind.host]),
      );
      expect(got.map(({ bytes }) => bytes[28])).toEqual([0, 0, 1, 1, 2, 2]);
      for (const { bytes, length, at, index, protocol } of got) {
        expect([bytes.length, length, index, protocol]).toEqual([30, 33, loopback, etherType.ipv4]);
        expect(Math.abs(at - before)).toBeLessThan(60e6);
      }
      expect(ring.statistics()).toEqual({ packets: 6, drops: 0 });
      expect(ring.statistics()).toEqual({ packets: 0, drops: 0 });
    } finally {
      ring.close();
      closeSync(fd);
    }
  });

  it('what finds no room is counted as dropped', async () => {
    const fd = openCapture(cutTo(0xffff), size);
    const ring = new PacketRing(fd, size);
    const got: Packet[] = [];
    try {
      bindCapture(fd, loopback);
      const socket = createSocket('udp4');
      const large = Buffer.alloc(60_000);
      for (let index = 0; index < 40; index++) {
        await new Promise((done) => socket.send(large, port, '127.0.0.1', done));
      }
      socket.close();
      await pause(settleMs * 2);
      while (ring.drain(taker(ring, got)) > 0);
      const { packets, drops } = ring.statistics();
      expect(drops).toBeGreaterThan(0);
      expect(got.length + drops).toBe(packets);
    } finally {
      ring.close();
      closeSync(fd);
    }
  });

  it('a taker may close it in the midst; what is closed is empty, and nothing is left behind', async () => {
    const before = [descriptors(), mappings()];
    for (let round = 0; round < 20; round++) {
      const fd = openCapture(ours, size);
      const ring = new PacketRing(fd, size);
      expect(mappings()).toBe((before[1] ?? 0) + 1);
      bindCapture(fd, loopback);
      let count = 0;
      ring.onReady(() => undefined);
      await send(2);
      await pause(settleMs);
      ring.drain({
        packet: () => {
          count++;
          ring.close();
        },
      });
      expect(count).toBeLessThanOrEqual(1);
      ring.close();
      ring.close();
      expect([ring.bytes.length, ring.view.byteLength]).toEqual([0, 0]);
      expect(ring.drain({ packet: () => count++ })).toBe(0);
      closeSync(fd);
    }
    expect([descriptors(), mappings()]).toEqual(before);
  });

  it('a filter that the kernel refuses leaves no descriptor open', () => {
    const before = descriptors();
    // It runs off its end.
    expect(() => openCapture(assemble([load(1, 0)]), size)).toThrow('EINVAL');
    expect(descriptors()).toBe(before);
  });

  it('the kernel takes the filter of probes, the longest too', () => {
    const exclude = Array.from({ length: mostExcluded }, (_, index) => index);
    for (const everywhere of [true, false]) {
      closeSync(openCapture(probeFilter({ everywhere, exclude }), size));
      closeSync(openCapture(probeFilter({ everywhere, exclude: [] }), size));
    }
  });

  it('an interface is found by its name', () => {
    const fd = openCapture(ours, size);
    try {
      expect(interfaceState(fd, 'lo')).toEqual({ index: loopback, up: true });
      for (const name of ['', 'nowhere0', 'lo\0x', 'a'.repeat(16), '../lo']) {
        expect(interfaceState(fd, name)).toBeNull();
      }
    } finally {
      closeSync(fd);
    }
  });
});
