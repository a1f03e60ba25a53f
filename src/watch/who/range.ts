import { addressWords } from './address-words.ts';
import { type Cidr, parseCidr, prefixOf } from './cidr.ts';
import type { SpecialRange } from '../../core/who.ts';

/*
 * Addresses that are nobody's on the internet, or stand for something else.
 * https://www.iana.org/assignments/iana-ipv4-special-registry (RFC 6890)
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 * https://www.iana.org/assignments/multicast-addresses, .../ipv6-multicast-addresses, .../ipv6-address-space
 */
const table: readonly (readonly [cidrs: string, name: string, text: string])[] = [
  ['0.0.0.0/8', 'this-network', 'this network, before it has an address (RFC 791)'],
  ['10.0.0.0/8 172.16.0.0/12 192.168.0.0/16', 'private', 'private (RFC 1918)'],
  ['100.64.0.0/10', 'cgnat', "shared by a provider's customers behind its NAT (RFC 6598)"],
  ['127.0.0.0/8', 'loopback', 'the machine itself (RFC 1122)'],
  ['169.254.0.0/16', 'link-local', 'the local link (RFC 3927)'],
  ['192.0.0.0/24', 'protocol', 'IETF protocol assignments (RFC 6890)'],
  ['192.0.0.0/29', 'ds-lite', 'IPv4 service continuity, DS-Lite (RFC 7335)'],
  ['192.0.0.170/31', 'nat64-discovery', 'NAT64 and DNS64 discovery (RFC 7050)'],
  ['192.0.2.0/24 198.51.100.0/24 203.0.113.0/24', 'documentation', 'documentation (RFC 5737)'],
  ['192.31.196.0/24 192.175.48.0/24', 'as112', 'AS112, answers for private reverse names (RFC 7534, 7535)'],
  ['192.52.193.0/24', 'amt', 'automatic multicast tunnelling (RFC 7450)'],
  ['192.88.99.0/24', '6to4-relay', '6to4 relay anycast, deprecated (RFC 7526)'],
  ['198.18.0.0/15', 'benchmarking', 'benchmarks of network devices (RFC 2544)'],
  ['224.0.0.0/4', 'multicast', 'multicast (RFC 5771)'],
  ['240.0.0.0/4', 'reserved', 'reserved for the future (RFC 1112)'],
  ['255.255.255.255/32', 'broadcast', 'limited broadcast (RFC 919)'],
  ['::/128', 'this-network', 'the unspecified address (RFC 4291)'],
  ['::1/128', 'loopback', 'the machine itself (RFC 4291)'],
  ['64:ff9b::/96', 'nat64', 'IPv4 behind NAT64 (RFC 6052)'],
  ['64:ff9b:1::/48', 'nat64', 'IPv4 behind NAT64, local use (RFC 8215)'],
  ['100::/64', 'discard', 'discard only (RFC 6666)'],
  ['100:0:0:1::/64', 'dummy', 'dummy prefix (RFC 9780)'],
  ['2001::/23', 'protocol', 'IETF protocol assignments (RFC 2928)'],
  ['2001::/32', 'teredo', 'IPv4 in Teredo (RFC 4380)'],
  ['2001:2::/48', 'benchmarking', 'benchmarks of network devices (RFC 5180)'],
  ['2001:3::/32', 'amt', 'automatic multicast tunnelling (RFC 7450)'],
  ['2001:4:112::/48 2620:4f:8000::/48', 'as112', 'AS112, answers for private reverse names (RFC 7534, 7535)'],
  ['2001:10::/28', 'orchid', 'ORCHID, deprecated (RFC 4843)'],
  ['2001:20::/28', 'orchid', 'ORCHIDv2, hash identifiers (RFC 7343)'],
  ['2001:30::/28', 'drone-id', 'drone remote identification (RFC 9374)'],
  ['2001:db8::/32 3fff::/20', 'documentation', 'documentation (RFC 3849, 9637)'],
  ['2002::/16', '6to4', 'IPv4 in 6to4 (RFC 3056)'],
  ['5f00::/16', 'srv6', 'segment routing identifiers (RFC 9602)'],
  ['fc00::/7', 'unique-local', 'private, unique local (RFC 4193)'],
  ['fe80::/10', 'link-local', 'the local link (RFC 4291)'],
  ['fec0::/10', 'site-local', 'site-local, deprecated (RFC 3879)'],
  ['ff00::/8', 'multicast', 'multicast (RFC 4291)'],
];

interface Entry extends Cidr {
  readonly range: SpecialRange;
}

/** The narrower network decides, so it stands first. */
const entries: readonly Entry[] = table
  .flatMap(([cidrs, name, text]) =>
    cidrs.split(' ').flatMap((cidr): Entry[] => {
      const parsed = parseCidr(cidr);
      return parsed === null ? [] : [{ ...parsed, range: { name, text } }];
    }),
  )
  .sort((a, b) => b.bits - a.bits);

/** Unassigned by IANA for anything global: outside of 2000::/3 nothing is routed. RFC 4291 section 2.4. */
const unassigned: SpecialRange = { name: 'reserved', text: 'reserved by the IETF (RFC 4291)' };

/** The special range an address lies in; null for an ordinary public one and for what is no address. */
export function rangeOf(address: string): SpecialRange | null {
  const words = addressWords(address);
  if (words === null) return null;
  for (const entry of entries) {
    if (entry.words.length === words.length && isWithin(words, entry)) return entry.range;
  }
  const [first = 0] = words;
  return words.length === 4 && first >>> 29 !== 1 ? unassigned : null;
}

const isWithin = (words: readonly number[], { words: network, bits }: Cidr): boolean =>
  prefixOf(words, bits).every((word, index) => word === network[index]);
