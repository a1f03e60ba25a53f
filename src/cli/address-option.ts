import { isIP, SocketAddress } from 'node:net';
import { withoutZone } from '../core/address.ts';
import { fail } from '../core/errors.ts';

const hex = (high: number, low: number): string => ((high << 8) | low).toString(16);

/**
 * An address in the one form in which the store has it, RFC 5952, however it was written.
 * @throws ReeveError `USAGE`
 */
export function addressOption(text: string): string {
  const plain = withoutZone(text.trim());
  const family = isIP(plain);
  if (family === 4) return plain;
  if (family === 6) {
    const { address } = new SocketAddress({ address: plain, family: 'ipv6' });
    // The C library writes the old IPv4-compatible ones with dots.
    return address.replace(
      /^::(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
      (_, a, b, c, d) => `::${hex(Number(a), Number(b))}:${hex(Number(c), Number(d))}`,
    );
  }
  throw fail('USAGE', {
    asked: `the address ${JSON.stringify(text.slice(0, 50))}`,
    found: 'that is no IP address',
    todo: 'Write it as 192.0.2.7 or 2001:db8::7',
  });
}
