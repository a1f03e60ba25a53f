/*
 * Reading of what RDAP servers send. Everything in it is foreign: shapes are checked, depth and numbers bounded.
 * Bootstrap file: RFC 9224 section 3. Entities and roles: RFC 9083 section 5.1. Contacts: jCard, RFC 7095.
 */
import { addressWords } from './address-words.ts';
import { parseCidr, prefixOf } from './cidr.ts';

/** The base address of the RDAP service for an address, by the longest matching network; null where none is given. */
export function serviceFor(bootstrap: unknown, address: string): string | null {
  const words = addressWords(address);
  if (words === null) return null;
  let best: { bits: number; url: string } | null = null;
  for (const service of list(field(bootstrap, 'services'), 1000)) {
    const [networks, urls] = list(service, 2);
    const url = list(urls, 10).find((one) => typeof one === 'string' && one.startsWith('https://'));
    if (typeof url !== 'string') continue;
    for (const network of list(networks, 10_000)) {
      const cidr = typeof network === 'string' ? parseCidr(network) : null;
      if (cidr === null || cidr.words.length !== words.length || (best !== null && best.bits >= cidr.bits))
        continue;
      if (prefixOf(words, cidr.bits).every((word, index) => word === cidr.words[index]))
        best = { bits: cidr.bits, url };
    }
  }
  return best?.url ?? null;
}

/** The mail address of the first contact with the role `abuse`; null where there is none that can be used. */
export const abuseMail = (answer: unknown): string | null => abuseIn(field(answer, 'entities'), 0);

const deepest = 4;

function abuseIn(entities: unknown, depth: number): string | null {
  const all = list(entities, 100);
  for (const entity of all) {
    const roles = list(field(entity, 'roles'), 20);
    const mail = roles.includes('abuse') ? mailOf(field(entity, 'vcardArray')) : null;
    if (mail !== null) return mail;
  }
  if (depth >= deepest) return null;
  for (const entity of all) {
    const mail = abuseIn(field(entity, 'entities'), depth + 1);
    if (mail !== null) return mail;
  }
  return null;
}

/** `["vcard", [["email", {}, "text", "abuse@example.net"], ...]]` */
function mailOf(vcard: unknown): string | null {
  const [kind, properties] = list(vcard, 2);
  if (kind !== 'vcard') return null;
  for (const property of list(properties, 200)) {
    const [name, , , value] = list(property, 4);
    if (name === 'email' && typeof value === 'string' && isMail(value)) return value;
  }
  return null;
}

/** Narrow on purpose: what is shown as a mail address must be one, without anything that a terminal or header obeys. */
const isMail = (text: string): boolean =>
  text.length <= 254 && /^[A-Za-z0-9._%+&=/'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}$/.test(text);

const list = (value: unknown, most: number): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, most) : [];

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
