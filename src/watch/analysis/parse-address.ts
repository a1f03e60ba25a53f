import { isIPv4, isIPv6 } from 'node:net';
import { withoutZone } from '../../core/address.ts';

/** The words of an address: one for IPv4, four for IPv6; null for what is none. */
export function parseAddress(text: string): Uint32Array | null {
  const plain = withoutZone(text);
  if (isIPv4(plain)) return Uint32Array.of(ipv4Word(plain));
  if (!isIPv6(plain)) return null;
  // An IPv4 tail stands for two groups.
  const groups = plain.replace(/[^:]*\.[^:]*$/, (tail) => {
    const word = ipv4Word(tail);
    return `${(word >>> 16).toString(16)}:${(word & 0xffff).toString(16)}`;
  });
  const [head = '', tail] = groups.split('::');
  const front = split(head);
  const back = tail === undefined ? [] : split(tail);
  const all = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back];
  return Uint32Array.from(
    { length: 4 },
    (_, index) => (((all[index * 2] ?? 0) << 16) | (all[index * 2 + 1] ?? 0)) >>> 0,
  );
}

const ipv4Word = (text: string): number =>
  text.split('.').reduce((word, octet) => ((word << 8) | Number(octet)) >>> 0, 0);

const split = (groups: string): number[] =>
  groups === '' ? [] : groups.split(':').map((group) => Number.parseInt(group, 16));
