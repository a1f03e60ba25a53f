import { BlockList, isIP } from 'node:net';
import { canonicalAddress } from '../../core/address.ts';
import { fail } from '../../core/errors.ts';
import { isPort } from '../../core/port.ts';
import { isTransport, type Transport } from '../../core/transport.ts';

/** What nobody is to be told of: a port, a source, or a port of one source. Null = any. */
export interface IgnoreRule {
  /** An address or network in its canonical form: `192.0.2.7`, `10.0.0.0/8`. */
  readonly source: string | null;
  readonly port: number | null;
  readonly transport: Transport | null;
  /** Whether the rule's source has this address in it. */
  readonly hasSource: (address: string) => boolean;
}

const shapes = {
  port: /^(?<port>\d{1,5})(?:\/(?<transport>[a-z]+))?$/i,
  bracketed: /^\[(?<source>[^\]]{2,60})\](?::(?<port>\d{1,5})(?:\/(?<transport>[a-z]+))?)?$/i,
  ipv4: /^(?<source>[\d.]{7,15}(?:\/\d{1,2})?)(?::(?<port>\d{1,5})(?:\/(?<transport>[a-z]+))?)?$/i,
  ipv6: /^(?<source>[\da-f:.]{2,45}(?:\/\d{1,3})?)$/i,
} as const;

/**
 * `22`, `53/udp`; `192.0.2.7`, `10.0.0.0/8`, `2001:db8::/32`; `192.0.2.7:161/udp`, `10.0.0.0/8:22`, `[2001:db8::1]:53`.
 * @throws ReeveError `USAGE`
 */
export function parseIgnoreRule(text: string): IgnoreRule {
  const groups = Object.values(shapes)
    .map((shape) => shape.exec(text.trim())?.groups)
    .find((found) => found !== undefined);
  if (groups === undefined) throw misused(text, 'it is neither a port nor an address');
  const { source: named, port: digits, transport: word } = groups;
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && !isPort(port)) throw misused(text, 'a port is a whole number from 0 to 65535');
  const transport = word?.toLowerCase() ?? null;
  if (transport !== null && !isTransport(transport))
    throw misused(text, 'it is none of tcp, udp, sctp and dccp');
  if (named === undefined) return { source: null, port, transport, hasSource: () => true };
  const network = networkOf(named);
  if (network === null) throw misused(text, 'its source is no address or network');
  return { ...network, port, transport };
}

/** The rule as it would be written; two that mean the same are written the same. */
export function formatIgnoreRule({ source, port, transport }: Omit<IgnoreRule, 'hasSource'>): string {
  const on = transport === null ? '' : `/${transport}`;
  if (source === null) return `${port ?? ''}${on}`;
  if (port === null) return source;
  return `${source.includes(':') ? `[${source}]` : source}:${port}${on}`;
}

function networkOf(text: string): Pick<IgnoreRule, 'source' | 'hasSource'> | null {
  const [named = '', prefixText] = text.split('/');
  const address = canonicalAddress(named);
  if (address === null) return null;
  const family = familyOf(address);
  const longest = family === 'ipv4' ? 32 : 128;
  const prefix = prefixText === undefined ? longest : Number(prefixText);
  if (prefix > longest) return null;
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return {
    source: prefix === longest ? address : `${address}/${prefix}`,
    // An address of the other family would be looked for by its mapped form.
    hasSource: (other) => isIP(other) !== 0 && familyOf(other) === family && list.check(other, family),
  };
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

const misused = (text: string, found: string) =>
  fail('USAGE', {
    asked: `to tell nobody of ${JSON.stringify(text.slice(0, 60))}`,
    found,
    todo: 'Write it as --ignore 22, --ignore 10.0.0.0/8, --ignore 192.0.2.7:161/udp or --ignore [2001:db8::1]:53',
  });
