import { isIP } from 'node:net';
import { err, ok, type Result } from '../../core/result.ts';
import { addressWords } from './address-words.ts';
import { rangeOf } from './range.ts';
import { abuseMail, serviceFor } from './rdap-parse.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface RdapOptions {
  readonly fetch?: Fetch | undefined;
  /** For each request; 10 s unless told. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const mostBytes = 1024 * 1024;
const mostRedirects = 4;

/**
 * Which registry answers for which addresses is IANA's to say (RFC 9224), so it is asked first, once a run: a table
 * of our own would age, and a redirecting third party would learn which addresses are looked at.
 */
const bootstrapUrls = {
  4: 'https://data.iana.org/rdap/ipv4.json',
  6: 'https://data.iana.org/rdap/ipv6.json',
} as const;

/** Asks for the abuse contacts of addresses; it keeps IANA's two files while it lives. */
export class AbuseContacts {
  readonly #options: RdapOptions;
  readonly #bootstraps = new Map<string, unknown>();

  constructor(options: RdapOptions = {}) {
    this.#options = options;
  }

  /**
   * Mail address for complaints about an address; null where the registry gives none, and for special ranges, which
   * nobody is asked about. The registry learns that somebody asks: only on request.
   */
  async find(address: string): Promise<Result<string | null>> {
    const words = addressWords(address);
    if (words === null || address.includes('%')) return err('it is no address');
    if (rangeOf(address) !== null) return ok(null);
    try {
      const bootstrap = await this.#bootstrap(bootstrapUrls[words.length === 1 ? 4 : 6]);
      const base = serviceFor(bootstrap, address);
      if (base === null) return err('IANA names no registry for it');
      const url = new URL(`ip/${encodeURIComponent(address)}`, base.endsWith('/') ? base : `${base}/`);
      return ok(abuseMail(await this.#json(url.href)));
    } catch (error) {
      return err(reasonOf(error));
    }
  }

  async #bootstrap(url: string): Promise<unknown> {
    const kept = this.#bootstraps.get(url);
    if (kept !== undefined) return kept;
    const fresh = await this.#json(url);
    this.#bootstraps.set(url, fresh);
    return fresh;
  }

  async #json(from: string): Promise<unknown> {
    const { fetch: get = fetch, timeoutMs = 10_000, signal } = this.#options;
    const limit = AbortSignal.timeout(timeoutMs);
    const init: RequestInit = {
      // Redirects are followed by hand: where they lead is looked at first.
      redirect: 'manual',
      headers: { accept: 'application/rdap+json, application/json' },
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    };
    let url = from;
    for (let hops = 0; hops <= mostRedirects; hops++) {
      const response = await get(url, init);
      const next = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      if (next === null) return await bodyOf(response);
      await response.body?.cancel();
      url = allowed(new URL(next, url));
    }
    throw new Error('it redirects too often');
  }
}

/** Registries point to each other, by name and encrypted; anything else could be a machine of this network. */
function allowed(url: URL): string {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' || isIP(host) !== 0 || !host.includes('.') || url.username !== '') {
    throw new Error('it redirects to an address that is not asked');
  }
  return url.href;
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 404) {
    await response.body?.cancel();
    return null;
  }
  if (!response.ok) throw new Error(`the registry answered ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new Error(`the answer is larger than ${mostBytes} bytes`);
    parts.push(chunk);
  }
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return 'it took too long or was interrupted';
  if (error instanceof SyntaxError) return 'the answer is no JSON';
  if (error.cause instanceof Error) return error.cause.message;
  return error.message;
}
