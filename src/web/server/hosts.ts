import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { scopeOf } from '../../core/address.ts';
import type { Connection } from './connection.ts';

const shape = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9._-]{1,253}))(?::(\d{1,5}))?$/i;

/** The name or address in a Host header, without brackets and in small letters; null for what is none. */
export function hostName(header: string): string | null {
  const [, six, name, port] = shape.exec(header) ?? [];
  if (port !== undefined && Number(port) > 65_535) return null;
  return six ?? name?.toLowerCase() ?? null;
}

/** Two could be read differently by two readers, such as a proxy and us (RFC 9112, 3.2). HTTP/1.0 may have none. */
export function saysOneHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  let lines = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') lines++;
  }
  return lines === 1 || (lines === 0 && httpVersion === '1.0');
}

export type HostCheck = (header: string | undefined, connection: Connection) => boolean;

/**
 * Whether a Host header names this machine. A page elsewhere whose name was made to lead here (DNS rebinding) sends its
 * own name. An address cannot be made to lead elsewhere, so the one that was connected to is always right; the port is
 * the visitor's matter, as with a tunnel.
 */
export function hostCheck(names: readonly string[], listening: readonly string[]): HostCheck {
  const known = new Set([...names, ...listening].map((name) => name.toLowerCase()));
  return (header, { kind, localAddress }) => {
    if (kind === 'owner') return true;
    const name = hostName(header ?? '');
    if (name === null) return false;
    if (known.has(name)) return true;
    if (isIP(name) !== 0)
      return name === localAddress || (kind === 'loopback' && scopeOf(name) === 'loopback');
    return kind === 'loopback' && name === 'localhost';
  };
}

interface Sent {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly site: string | undefined;
}

/** Whether a page of this very site sent it: browsers say where a page that changes something comes from. */
export function sameOrigin({ host, origin, site }: Sent, { secure }: Connection): boolean {
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return site === 'same-origin';
  const match = /^(https?):\/\/([^/]+)$/i.exec(origin);
  if (match === null || host === undefined) return false;
  return match[2]?.toLowerCase() === host.toLowerCase() && (!secure || match[1]?.toLowerCase() === 'https');
}
