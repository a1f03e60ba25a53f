import { addressWords } from '../who/address-words.ts';
import { counted } from './words.ts';

/** A sentence where several sources are neighbours: of one IPv4 /24 or one IPv6 /64. */
export function networksText(addresses: readonly string[]): readonly string[] {
  const sizes = new Map<string, number>();
  for (const address of addresses) {
    const network = networkOf(address);
    if (network !== null) sizes.set(network, (sizes.get(network) ?? 0) + 1);
  }
  const shared = Array.from(sizes).filter(([, size]) => size > 1);
  const [largest] = shared.toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (largest === undefined) return [];
  const neighbours = shared.reduce((total, [, size]) => total + size, 0);
  return [
    `${counted(neighbours, 'source')} of them ${neighbours === 1 ? 'is' : 'are'} neighbours, in ${counted(shared.length, 'network')}: the largest is ${largest[0]} with ${counted(largest[1], 'source')}.`,
  ];
}

/** The IPv4 /24 or IPv6 /64 that an address is of. */
export function networkOf(address: string): string | null {
  const words = addressWords(address);
  if (words === null) return null;
  const [high = 0, low = 0] = words;
  if (words.length === 1) return `${[high >>> 24, (high >>> 16) & 0xff, (high >>> 8) & 0xff].join('.')}.0/24`;
  return `${[high >>> 16, high & 0xffff, low >>> 16, low & 0xffff].map((group) => group.toString(16)).join(':')}::/64`;
}
