import { isIP } from 'node:net';
import { withoutZone } from '../../../core/address.ts';
import type { Exposure } from '../../listener.ts';

/**
 * How far packets for a group or broadcast address travel; `host` = as far as the host's own addresses; null for an
 * address that is neither. IPv4 by RFC 5771 and RFC 2365 (224.0.0.0/24 the link, 239.0.0.0/8 the organisation), IPv6 by
 * the scope digit of RFC 7346 (1 interface, 2 link, 3-8 up to the organisation, e global).
 */
export function multicastReach(address: string): Exposure | 'host' | null {
  const plain = withoutZone(address).toLowerCase();
  const family = isIP(plain);
  if (family === 4) return reachOfIPv4(plain);
  return family === 6 ? reachOfIPv6(plain) : null;
}

function reachOfIPv4(plain: string): Exposure | 'host' | null {
  if (plain === '255.255.255.255' || plain.startsWith('224.0.0.')) return 'link-local';
  const first = Number(plain.split('.', 1)[0]);
  if (first < 224 || first > 239) return null;
  return first === 239 ? 'private' : 'host';
}

function reachOfIPv6(plain: string): Exposure | 'host' | null {
  const digits = /^ff[0-9a-f]([0-9a-f]):/.exec(plain);
  if (digits === null) return null;
  const scope = Number.parseInt(digits[1] ?? '', 16);
  if (scope === 1) return 'loopback';
  if (scope <= 2) return 'link-local';
  return scope <= 8 ? 'private' : 'host';
}
