import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fail, isReeveError } from '../../core/errors.ts';
import { mostBytes } from '../source/iana-check.ts';

/** The bytes of a registry file and what was said about their age. */
export interface FetchedSource {
  readonly text: string;
  /** The address, or the file's path. */
  readonly from: string;
  /** `Last-Modified` of the server (ISO date), or null; a file's own time says when it was copied, not its age. */
  readonly date: string | null;
}

export interface Progress {
  readonly received: number;
  /** null where the server does not say. */
  readonly total: number | null;
}

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** For the whole transfer; one minute unless told. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Reads the source whole, at most 16 MiB of it.
 * @param from an http or https address, a file: address or a path
 * @throws ReeveError `REGISTRY_SOURCE_UNREACHABLE`, `REGISTRY_SOURCE_INVALID` or `REGISTRY_SOURCE_TOO_LARGE`
 */
export async function fetchSource(from: string, options: FetchOptions = {}): Promise<FetchedSource> {
  if (/^https?:\/\//i.test(from)) return await fetchWeb(from, options);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(from) && !from.startsWith('file://')) {
    throw unreachable(from, 'only http, https and files can be read');
  }
  return await fetchFile(from, options);
}

async function fetchWeb(from: string, options: FetchOptions): Promise<FetchedSource> {
  const limit = AbortSignal.timeout(options.timeoutMs ?? 60_000);
  const signal = options.signal === undefined ? limit : AbortSignal.any([options.signal, limit]);
  try {
    const response = await fetch(from, { signal, headers: { accept: 'text/csv' } });
    if (!response.ok)
      throw unreachable(from, `the server answered ${response.status} ${response.statusText}`.trim());
    if (/^https:/i.test(from) && !response.url.startsWith('https:')) {
      throw unreachable(from, `it leads to ${response.url}, which is not encrypted`);
    }
    const total = declaredLength(response);
    if (total !== null && total > mostBytes) throw tooLarge(from, total);
    const text = await collect(response.body ?? [], from, total, options);
    return { text, from, date: isoDay(response.headers.get('last-modified')) };
  } catch (error) {
    if (isReeveError(error)) throw error;
    throw unreachable(from, reasonOf(error, options.signal), error);
  }
}

/** The length of what arrives, where the server says it and nothing was compressed on the way. */
function declaredLength(response: Response): number | null {
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  return Number.isInteger(length) && !response.headers.has('content-encoding') ? length : null;
}

async function fetchFile(from: string, options: FetchOptions): Promise<FetchedSource> {
  const path = from.startsWith('file://') ? new URL(from) : from;
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw unreachable(from, 'it is not a regular file');
    if (facts.size > mostBytes) throw tooLarge(from, facts.size);
    const stream = createReadStream(path, options.signal === undefined ? {} : { signal: options.signal });
    return { text: await collect(stream, from, facts.size, options), from, date: null };
  } catch (error) {
    if (isReeveError(error)) throw error;
    throw unreachable(from, reasonOf(error, options.signal), error);
  }
}

/** Gathers the chunks and decodes them; stops as soon as they are too many. */
async function collect(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  from: string,
  total: number | null,
  { onProgress }: FetchOptions,
): Promise<string> {
  const parts: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of chunks) {
    received += chunk.byteLength;
    if (received > mostBytes) throw tooLarge(from, received);
    parts.push(chunk);
    onProgress?.({ received, total });
  }
  if (total !== null && received < total) {
    throw unreachable(from, `it ended after ${received} of ${total} bytes`);
  }
  return Buffer.concat(parts).toString('utf8');
}

function isoDay(header: string | null): string | null {
  const time = header === null ? Number.NaN : Date.parse(header);
  return Number.isNaN(time) || time > Date.now() ? null : new Date(time).toISOString().slice(0, 10);
}

/** The words of the innermost cause: `fetch failed` alone tells nobody anything. */
function reasonOf(error: unknown, signal: AbortSignal | undefined): string {
  if (signal?.aborted) return 'it was interrupted';
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it took too long';
  if (error.cause instanceof Error) return reasonOf(error.cause, undefined);
  return 'code' in error ? `${error.message} (${String(error.code)})` : error.message;
}

const unreachable = (from: string, found: string, cause?: unknown): Error =>
  fail(
    'REGISTRY_SOURCE_UNREACHABLE',
    {
      asked: `the registry from ${from}`,
      found,
      todo: 'The present record stays as it is; a copy can be given with --from FILE',
    },
    cause,
  );

export const interrupted = (from: string): Error => unreachable(from, 'it was interrupted');

const tooLarge = (from: string, bytes: number): Error =>
  fail('REGISTRY_SOURCE_TOO_LARGE', {
    asked: `the registry from ${from}`,
    found: `it has ${bytes} bytes or more, the limit is ${mostBytes}`,
    todo: 'The present record stays as it is',
  });
