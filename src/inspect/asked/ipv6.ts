import { formatIPv6 } from '../../core/address.ts';

const groupOf = (text: string): number =>
  /^[0-9a-f]{1,4}$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN;

/** The eight groups of an IPv6 text (RFC 4291 section 2.2, also with a dotted tail); null for what is none. */
export function groupsOfIPv6(text: string): readonly number[] | null {
  const [head = '', tail, ...more] = withHexTail(text).split('::');
  if (more.length > 0 || text.length > 45) return null;
  const left = head === '' ? [] : head.split(':').map(groupOf);
  const right = tail === undefined || tail === '' ? [] : tail.split(':').map(groupOf);
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...left, ...Array.from({ length: missing }, () => 0), ...right];
  return groups.some(Number.isNaN) ? null : groups;
}

/** `::ffff:1.2.3.4` as `::ffff:102:304`. */
function withHexTail(text: string): string {
  const dotted = /^(.*:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (dotted === null) return text;
  const octets = dotted.slice(2).map(Number);
  if (octets.some((octet) => octet > 255)) return text;
  const [a = 0, b = 0, c = 0, d = 0] = octets;
  return `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

/** An IPv6 address as RFC 5952 writes it; null for what is none. */
export function canonicalIPv6(text: string): string | null {
  const groups = groupsOfIPv6(text);
  return groups === null ? null : formatIPv6(groups.flatMap((group) => [group >> 8, group & 0xff]));
}
