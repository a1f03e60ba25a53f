import { isIP } from 'node:net';
import { withoutZone } from '../../../core/address.ts';
import { isPort } from '../../../core/port.ts';
import type { Transport } from '../../../core/transport.ts';

/** One address on which a socket unit listens. */
export interface ListenAddress {
  readonly transport: Transport;
  readonly address: string;
  readonly port: number;
}

/**
 * One `Listen=` value of `systemctl show`: `0.0.0.0:22 (Stream)`, `[::]:22 (Stream)`, `[fe80::1]:546%eth0 (Datagram)`.
 * Null for what has no port (`/run/x.sock (Stream)`, `@abstract`, `vsock:2:22`, FIFOs, netlink) and for garbage.
 */
export function parseListen(text: string): ListenAddress | null {
  const match = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+)|(\*)):(\d{1,5})(?:%\S+)? \((Stream|Datagram)\)$/.exec(
    text.trim(),
  );
  if (match === null) return null;
  const [, six, four, any, digits, type] = match;
  const address = any === undefined ? withoutZone(six ?? four ?? '') : '::';
  const port = Number(digits);
  if (isIP(address) === 0 || !isPort(port) || port === 0) return null;
  return { transport: type === 'Stream' ? 'tcp' : 'udp', address, port };
}
