import { isIP, SocketAddress } from 'node:net';

/** From where a bound address can be reached, before the host's own addresses are looked at. */
export type AddressScope = 'wildcard' | 'loopback' | 'link-local' | 'private' | 'public';

/** Four octets in network order to dotted text. */
export const formatIPv4 = (octets: ArrayLike<number>): string =>
  `${octets[0]}.${octets[1]}.${octets[2]}.${octets[3]}`;

/** Sixteen octets in network order to the canonical text of RFC 5952. */
export function formatIPv6(octets: ArrayLike<number>): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((octets[i * 2] ?? 0) << 8) | (octets[i * 2 + 1] ?? 0));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${formatIPv4(Array.from({ length: 4 }, (_, i) => octets[12 + i] ?? 0))}`;
  }
  const zeros = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (zeros.length < 2) return hex.join(':');
  return `${hex.slice(0, zeros.start).join(':')}::${hex.slice(zeros.start + zeros.length).join(':')}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

/** Drops the zone of `fe80::1%eth0`. */
export const withoutZone = (address: string): string => address.split('%', 1)[0] ?? address;

/** An address in the one form in which everything is kept, RFC 5952, however it was written; null for what is none. */
export function canonicalAddress(text: string): string | null {
  const plain = withoutZone(text.trim());
  const family = isIP(plain);
  if (family === 4) return plain;
  if (family !== 6) return null;
  const { address } = new SocketAddress({ address: plain, family: 'ipv6' });
  // The C library writes the old IPv4-compatible ones with dots.
  return address.replace(
    /^::(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, a, b, c, d) => `::${hexWord(Number(a), Number(b))}:${hexWord(Number(c), Number(d))}`,
  );
}

const hexWord = (high: number, low: number): string => ((high << 8) | low).toString(16);

/** The scope of an address text; null for what is no address. RFC 1918, 3927, 4193, 4291, 6598. */
export function scopeOf(address: string): AddressScope | null {
  const plain = withoutZone(address).toLowerCase();
  const family = isIP(plain);
  if (family === 0) return null;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped !== undefined) return scopeOfIPv4(mapped);
  return family === 4 ? scopeOfIPv4(plain) : scopeOfIPv6(plain);
}

function scopeOfIPv4(text: string): AddressScope {
  const [a = 0, b = 0] = text.split('.').map(Number);
  if (text === '0.0.0.0') return 'wildcard';
  if (a === 127) return 'loopback';
  if (a === 169 && b === 254) return 'link-local';
  const shared = a === 100 && b >= 64 && b <= 127;
  if (a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || shared) return 'private';
  return 'public';
}

function scopeOfIPv6(text: string): AddressScope {
  if (/^[0:]+$/.test(text)) return 'wildcard';
  if (/^[0:]+:0{0,3}1$/.test(text)) return 'loopback';
  if (/^fe[89ab]/.test(text)) return 'link-local';
  if (/^f[cd]/.test(text)) return 'private';
  return 'public';
}
