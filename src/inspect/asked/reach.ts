import { networkInterfaces } from 'node:os';
import { type AddressScope, scopeOf } from '../../core/address.ts';
import type { Exposure } from '../listener.ts';
import type { PlatformOptions } from './options.ts';

const fromNarrow: readonly Exposure[] = ['loopback', 'link-local', 'private', 'public'];

/**
 * Gives from where a bound address can be reached. A wildcard reaches as far as the widest address the host has
 * (both families for a dual-stack socket); `public` where the host's addresses are unknown. No firewall is asked.
 */
export function reachOf(
  interfaces: PlatformOptions['interfaces'] = networkInterfaces(),
): (address: string, families: readonly (4 | 6)[]) => Exposure {
  const addresses = Object.values(interfaces).flatMap((list) => list ?? []);
  const widest = (families: readonly (4 | 6)[]): Exposure => {
    const scopes = addresses
      .filter(({ family }) => families.some((one) => family === `IPv${one}`))
      .map(({ address }) => asExposure(scopeOf(address)));
    return scopes.length === 0 ? 'public' : widestOf(scopes);
  };
  return (address, families) => {
    const scope = scopeOf(address);
    return scope === 'wildcard' ? widest(families) : asExposure(scope);
  };
}

const widestOf = (scopes: readonly Exposure[]): Exposure =>
  fromNarrow.findLast((one) => scopes.includes(one)) ?? 'public';

const asExposure = (scope: AddressScope | null): Exposure =>
  scope === null || scope === 'wildcard' ? 'public' : scope;
