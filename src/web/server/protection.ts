import { isIP } from 'node:net';
import { scopeOf } from '../../core/address.ts';
import { fail } from '../../core/errors.ts';
import type { Access, ListenAddress } from './options.ts';

export const isLoopback = ({ host }: ListenAddress): boolean => scopeOf(host) === 'loopback';

/**
 * Whether what is to be served is for those only who may see it.
 * @throws ReeveError `USAGE`, `LISTEN_UNPROTECTED`
 */
export function checkProtection(listen: readonly ListenAddress[], { tokens, tls }: Access): void {
  for (const { host } of listen) {
    if (isIP(host) !== 0) continue;
    throw fail('USAGE', {
      asked: `pages at ${JSON.stringify(host.slice(0, 60))}`,
      found: 'that is no address',
      todo: 'Write it as 127.0.0.1:7678 or [::1]:7678',
    });
  }
  if (!tokens.every((token) => /^[0-9a-f]{64}$/i.test(token))) {
    throw fail('USAGE', { asked: 'a token', found: 'its SHA-256 is not 64 hex digits' });
  }
  const open = listen.find((address) => !isLoopback(address));
  if (open === undefined || tokens.length > 0 || (tls !== null && tls.clientAuthority !== null)) return;
  throw fail('LISTEN_UNPROTECTED', {
    asked: `pages at ${open.host}`,
    found: 'everybody who reaches this address would see what runs on this machine',
    todo: 'Give a token, or an authority whose certificates clients must show; or stay on 127.0.0.1',
  });
}
