import type { Beside } from '../../sys/cbpf/interpreter.ts';

/** What the filter should say of a packet, written as plainly as possible and apart from it. */
export interface Wish {
  readonly everywhere: boolean;
  readonly exclude: readonly number[];
}

const outgoing = 4;
class Short extends Error {}

/** Whether a packet (from its network header on) may be a probe or the answer to one. */
export function mayBeProbe(packet: Uint8Array, beside: Beside, wish: Wish): boolean {
  if (beside.hardware === 772 && (wish.everywhere || beside.kind === outgoing)) return false;
  try {
    const ip = ipHeader(packet, beside);
    return ip !== null && ipMayBeProbe(ip.version, ip.bytes, beside, wish);
  } catch (error) {
    if (error instanceof Short) return false;
    throw error;
  }
}

const u8 = (bytes: Uint8Array, at: number): number => {
  const value = bytes[at];
  if (value === undefined) throw new Short();
  return value;
};
const u16 = (bytes: Uint8Array, at: number): number => u8(bytes, at) * 256 + u8(bytes, at + 1);

function ipHeader(
  packet: Uint8Array,
  { protocol, kind }: Beside,
): { version: 4 | 6; bytes: Uint8Array } | null {
  if (protocol === 0x0800) return { version: 4, bytes: packet };
  if (protocol === 0x86dd) return { version: 6, bytes: packet };
  if (protocol !== 0x8100 && protocol !== 0x88a8) return null;
  if (kind === outgoing) {
    const version = u8(packet, 0) >> 4;
    if (version === 4 || version === 6) return { version, bytes: packet };
  }
  const inner = u16(packet, 2);
  if (inner !== 0x0800 && inner !== 0x86dd) return null;
  return { version: inner === 0x0800 ? 4 : 6, bytes: packet.subarray(4) };
}

function ipMayBeProbe(version: 4 | 6, bytes: Uint8Array, beside: Beside, wish: Wish): boolean {
  const found = version === 4 ? inIPv4(bytes) : inIPv6(bytes);
  if (typeof found === 'boolean') return found;
  return transportMayBeProbe(found.protocol, bytes.subarray(found.at), found.length, beside, wish);
}

type Inside = boolean | { readonly protocol: number; readonly at: number; readonly length: number };

function inIPv4(bytes: Uint8Array): Inside {
  const fragment = u16(bytes, 6);
  if ((fragment & 0x1fff) !== 0) return false;
  if ((fragment & 0x2000) !== 0) return true;
  const protocol = u8(bytes, 9);
  const at = (u8(bytes, 0) & 15) * 4;
  return { protocol, at, length: u16(bytes, 2) - at };
}

function inIPv6(bytes: Uint8Array): Inside {
  const end = 40 + u16(bytes, 4);
  let [protocol, at] = [u8(bytes, 6), 40];
  for (let count = 0; [0, 43, 44, 60].includes(protocol); count++) {
    if (count === 4) return true;
    let size = 8;
    if (protocol === 44) {
      const fragment = u16(bytes, at + 2);
      if (fragment >> 3 !== 0) return false;
      if ((fragment & 1) === 1) return true;
      protocol = u8(bytes, at);
    } else {
      protocol = u8(bytes, at);
      size = (u8(bytes, at + 1) + 1) * 8;
    }
    at += size;
  }
  return { protocol, at, length: end - at };
}

function transportMayBeProbe(
  protocol: number,
  bytes: Uint8Array,
  length: number,
  beside: Beside,
  wish: Wish,
): boolean {
  const chosen = beside.random % 16 === 0;
  if ([6, 17, 132].includes(protocol)) {
    if (wish.exclude.length > 0 && wish.exclude.includes(u16(bytes, beside.kind === outgoing ? 0 : 2)))
      return false;
    if (protocol === 6) return tcpMayBeProbe(bytes, length, beside, chosen);
    return protocol === 17 || [1, 2, 6, 10].includes(u8(bytes, 12));
  }
  if (protocol === 58) {
    const type = u8(bytes, 0);
    return type !== 143 && (type < 130 || type > 137);
  }
  if ([2, 89, 103, 112].includes(protocol)) return false;
  return [4, 41, 47, 50, 51].includes(protocol) ? chosen : true;
}

function tcpMayBeProbe(bytes: Uint8Array, length: number, beside: Beside, chosen: boolean): boolean {
  const flags = u8(bytes, 13);
  const [syn, rst, ack, urg] = [2, 4, 16, 32].map((bit) => (flags & bit) !== 0);
  if (syn || rst || urg || !ack) return true;
  if (beside.kind === outgoing) return false;
  const header = (u8(bytes, 12) >> 4) * 4;
  if (length !== header) return false;
  if (header > 20) return [2, 3].includes(u8(bytes, 20));
  return [512, 1024, 2048, 3072, 4096].includes(u16(bytes, 14)) || chosen;
}
