import type { IncomingMessage, ServerResponse } from 'node:http';
import { bareLanguage } from './asked.ts';
import type { Connection } from './connection.ts';
import { cookie, cookieNames } from './cookies.ts';
import { countStatus } from './counts.ts';
import { chosenEncoding } from './encoding.ts';
import { matches } from './page-cache.ts';
import type { Site } from './site.ts';

/**
 * Sends a page that is kept, before anything else is made of the request: most requests for pages are answered here.
 * Only to plain readers on this machine, who called it by one of its names; all else goes the whole way.
 * @returns whether it did
 */
export function sentFromCache(
  { cache, gate, counts, options }: Site,
  { method, url = '', headers }: IncomingMessage,
  outgoing: ServerResponse,
  connection: Connection,
): boolean {
  if (connection.kind !== 'loopback' || (method !== 'GET' && method !== 'HEAD')) return false;
  const page = cache.get(url, options.now());
  if (page === null || !gate.isOurHost(headers.host, connection)) return false;
  if (page.language === null && bareLanguage(headers) !== 'en') return false;
  if (headers.cookie !== undefined) {
    if (cookie(headers.cookie, cookieNames.session) !== null) return false;
    const language = cookie(headers.cookie, cookieNames.language);
    if (language !== null && language !== (page.language ?? 'en')) return false;
  }
  const accepted = headers['accept-encoding'];
  const variant = page.variants[chosenEncoding(typeof accepted === 'string' ? accepted : undefined)];
  if (variant === undefined) return false;
  counts.fromCache++;
  if (matches(headers['if-none-match'], variant.etag)) {
    countStatus(counts, 304);
    outgoing.writeHead(304, variant.unchanged as string[]).end();
    return true;
  }
  countStatus(counts, 200);
  outgoing.writeHead(200, variant.head as string[]);
  if (method === 'HEAD') outgoing.end();
  else outgoing.end(variant.body);
  return true;
}
