import { isIP } from 'node:net';
import { withoutZone } from '../../core/address.ts';

/**
 * An address as words of 32 bits: one for IPv4, four for IPv6; null for what is no address. IPv4 in the mapped form
 * of IPv6 (`::ffff:192.0.2.1`) is IPv4.
 */
export function addressWords(text: string): readonly number[] | null {
  const plain = withoutZone(text);
  switch (isIP(plain)) {
    case 4:
      return [wordOf(plain)];
    case 6: {
      const words = wordsOfIPv6(plain);
      return words[0] === 0 && words[1] === 0 && words[2] === 0xffff ? words.slice(3) : words;
    }
    default:
      return null;
  }
}

const wordOf = (dotted: string): number =>
  dotted.split('.').reduce((word, octet) => ((word << 8) | Number(octet)) >>> 0, 0);

function wordsOfIPv6(text: string): readonly number[] {
  const [head = '', tail] = text.split('::');
  const front = groupsOf(head);
  const back = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => 0);
  const groups = [...front, ...zeros, ...back];
  return [0, 2, 4, 6].map((at) => (((groups[at] ?? 0) << 16) | (groups[at + 1] ?? 0)) >>> 0);
}

/** The last two groups may be written as IPv4. */
function groupsOf(part: string): readonly number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const word = wordOf(group);
    return [word >>> 16, word & 0xffff];
  });
}
