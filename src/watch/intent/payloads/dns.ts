import { u16 } from './bytes.ts';
import type { PayloadClass, PayloadTool } from './payload-class.ts';

/*
 * A DNS query (RFC 1035 4.1): id, flags, four counts of 16 bits; then the question: labels with a length byte each up
 * to a zero, type, class.
 */
const headerLength = 12;
const nameServers: ReadonlySet<number> = new Set([53, 5353, 5355]);
const types: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  43: 'DS',
  46: 'RRSIG',
  48: 'DNSKEY',
  65: 'HTTPS',
  252: 'AXFR',
  255: 'ANY',
};
const chaos = 3;

/** A query, where the bytes are one; elsewhere than on a name server's port only where nothing in it is odd. */
export function classifyDns(bytes: Uint8Array, port: number): PayloadClass | null {
  const flags = u16(bytes, 2);
  if (bytes.length < headerLength || flags < 0 || (flags & 0x8000) !== 0) return null;
  const customary = nameServers.has(port);
  const operation = (flags >>> 11) & 15;
  if (customary && operation === 2 && u16(bytes, 4) === 0)
    return dns('dns-status', 'asks a name server for its status', u16(bytes, 0) === 0 ? 'nmap' : null);
  const strict = operation === 0 && u16(bytes, 4) === 1 && u16(bytes, 6) === 0 && u16(bytes, 8) <= 1;
  if (!strict && !(customary && u16(bytes, 4) > 0)) return null;
  const question = questionOf(bytes);
  if (question === null) return customary && strict ? dns('dns-query', 'a DNS query') : null;
  if (!customary && types[question.type] === undefined) return null;
  return ofQuestion(bytes, flags, port, question);
}

interface Question {
  readonly name: string;
  readonly type: number;
  readonly of: number;
}

function questionOf(bytes: Uint8Array): Question | null {
  let at = headerLength;
  let name = '';
  for (let labels = 0; labels < 128; labels++) {
    const size = bytes[at];
    if (size === undefined) return null;
    // A pointer ends a name as zero does; masscan's old file has one.
    if (size === 0 || size >= 0xc0) {
      const behind = at + (size === 0 ? 1 : 2);
      const type = u16(bytes, behind);
      const of = u16(bytes, behind + 2);
      return type < 0 || of < 0 ? null : { name, type, of };
    }
    if (size > 63) return null;
    if (at + 1 + size > bytes.length) return null;
    name += `${printable(bytes.subarray(at + 1, at + 1 + size))}.`;
    at += 1 + size;
  }
  return null;
}

const printable = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '?')).join('');

function ofQuestion(
  bytes: Uint8Array,
  flags: number,
  port: number,
  { name, type, of }: Question,
): PayloadClass {
  const lower = name.toLowerCase();
  const kind = types[type] ?? `type ${type}`;
  if (lower === 'version.bind.')
    return dns(
      'dns-version',
      'asks a name server for its version (version.bind)',
      versionTool(bytes, flags, name),
    );
  if ((of & 0x7fff) === chaos)
    return dns('dns-chaos', `asks a name server about itself (${name} in class CHAOS)`);
  if (port === 5353 || lower.endsWith('.local.'))
    return { ...dns('mdns-query', `a multicast DNS query (${name})`), service: 'mdns', amplification: true };
  if (type === 255)
    return large('dns-any', `a DNS query for all records of ${name === '' ? 'the root' : name}`);
  if (name === '' && type === 2) return large('dns-root', 'a DNS query for the name servers of the root');
  if (type === 252) return dns('dns-transfer', `asks a name server for the whole zone ${name}`);
  const censys = lower === '213.1.168.192.in-addr.arpa.' && u16(bytes, 0) === 0x93d5;
  return dns(
    'dns-query',
    `a DNS query (${kind} of ${name === '' ? 'the root' : name})`,
    censys ? 'censys' : null,
  );
}

/** zmap writes the name in capitals under its own id, masscan sets the AD flag, nmap asks with id 7777. */
function versionTool(bytes: Uint8Array, flags: number, name: string): PayloadTool | null {
  const id = u16(bytes, 0);
  if (id === 0x34ef && name === 'VERSION.BIND.') return 'zmap';
  if (id === 0x7777 && flags === 0x0100) return 'nmap';
  return flags === 0x0120 && name === 'version.bind.' ? 'masscan' : null;
}

const dns = (name: string, text: string, tool: PayloadTool | null = null): PayloadClass => ({
  name,
  service: 'dns',
  tool,
  amplification: false,
  text,
});

const large = (name: string, text: string): PayloadClass => ({ ...dns(name, text), amplification: true });
