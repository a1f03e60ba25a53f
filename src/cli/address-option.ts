import { canonicalAddress } from '../core/address.ts';
import { fail } from '../core/errors.ts';

/**
 * An address in the one form in which the store has it, however it was written.
 * @throws ReeveError `USAGE`
 */
export function addressOption(text: string): string {
  const address = canonicalAddress(text);
  if (address !== null) return address;
  throw fail('USAGE', {
    asked: `the address ${JSON.stringify(text.slice(0, 50))}`,
    found: 'that is no IP address',
    todo: 'Write it as 192.0.2.7 or 2001:db8::7',
  });
}
