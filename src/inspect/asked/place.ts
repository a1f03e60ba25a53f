import { isIPv4 } from 'node:net';
import { isPort } from '../../core/port.ts';
import { canonicalIPv6 } from './ipv6.ts';

/** One end of a socket as a program names it. */
export interface Place {
  /** Canonical text; null for `*`, which is every address of whatever family the socket has. */
  readonly address: string | null;
  /** 4 or 6 where the text tells. */
  readonly family: 4 | 6 | null;
  /** Interface name (macOS) or index (Windows) behind a `%`. */
  readonly zone: string | null;
  /** null for `*`: not bound. */
  readonly port: number | null;
}

/** Reads an address and a port that were already taken apart; null where either is no such thing. */
export function placeOf(host: string, port: string): Place | null {
  const number = port === '*' ? null : /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
  if (number !== null && !isPort(number)) return null;
  if (host === '*') return { address: null, family: null, zone: null, port: number };
  const [plain = '', zone = null] = host.split('%', 2);
  if (isIPv4(plain)) return { address: plain, family: 4, zone, port: number };
  const address = canonicalIPv6(plain);
  return address === null ? null : { address, family: 6, zone: zone === '' ? null : zone, port: number };
}

/** Reads `127.0.0.1:80`, `[::1]:80`, `*:80` and `*:*`, as lsof and the netstat of Windows write it. */
export function parseColonPlace(text: string): Place | null {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):(\*|\d{1,5})$/.exec(text);
  return match === null ? null : placeOf(match[1] ?? match[2] ?? '', match[3] ?? '');
}
