import { Resolver } from 'node:dns/promises';
import { addressWords } from './address-words.ts';
import { rangeOf } from './range.ts';

/** What of the domain name system is asked. */
export interface NameResolver {
  reverse(address: string): Promise<readonly string[]>;
  resolve4(name: string): Promise<readonly string[]>;
  resolve6(name: string): Promise<readonly string[]>;
}

export interface ResolvedName {
  readonly name: string;
  /** The name leads back to the address: who runs the name's zone says so too. */
  readonly confirmed: boolean;
}

export interface ResolveOptions {
  readonly resolver?: NameResolver | undefined;
  /** For all questions together; 5 s unless told. */
  readonly timeoutMs?: number | undefined;
}

/** An address may have many names; more of them are not asked back. */
const mostNames = 5;

/**
 * The name of an address by reverse DNS, confirmed forward. Whoever holds an address may name it as he likes
 * (`crawl.example.com`), so only a name that leads back counts. It tells the resolver, and perhaps the address's
 * holder, that somebody asks: only on request. Null where there is no name or no answer in time.
 */
export async function resolveName(
  address: string,
  options: ResolveOptions = {},
): Promise<ResolvedName | null> {
  const { timeoutMs = 5000 } = options;
  const words = addressWords(address);
  if (words === null || isLocal(address)) return null;
  const own =
    options.resolver === undefined ? new Resolver({ timeout: Math.min(2000, timeoutMs), tries: 2 }) : null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeoutMs);
  });
  try {
    return await Promise.race([ask(address, words, options.resolver ?? own ?? new Resolver()), late]);
  } finally {
    clearTimeout(timer);
    own?.cancel();
  }
}

/** Names of these are for the machine or link alone; private ones may well have a name in the house. */
const isLocal = (address: string): boolean =>
  ['loopback', 'link-local', 'multicast', 'this-network', 'broadcast'].includes(rangeOf(address)?.name ?? '');

async function ask(
  address: string,
  words: readonly number[],
  resolver: NameResolver,
): Promise<ResolvedName | null> {
  const names = (await answered(resolver.reverse(address))).filter(isName).slice(0, mostNames);
  for (const name of names) {
    const back = await answered(words.length === 1 ? resolver.resolve4(name) : resolver.resolve6(name));
    if (back.some((other) => addressWords(other)?.join(' ') === words.join(' ')))
      return { name, confirmed: true };
  }
  const [first] = names;
  return first === undefined ? null : { name: first, confirmed: false };
}

/** No name, no server, no answer: all of them leave it unknown. */
async function answered(question: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    const answers: unknown = await question;
    return Array.isArray(answers) ? answers.filter((answer) => typeof answer === 'string') : [];
  } catch {
    return [];
  }
}

/** RFC 1035 section 2.3.4: 253 characters as text; the root alone is no name. */
const isName = (name: string): boolean => name.length > 0 && name.length <= 253 && name !== '.';
