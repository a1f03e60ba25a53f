import type { ServerResponse } from 'node:http';
import { safety } from './headers.ts';

/** What is sent, whoever sends it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** All headers but cookies, ready made: names and values in turn; `headers` does not count then. */
  readonly whole?: readonly string[];
  readonly cookies?: readonly string[];
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

export function toResponse({ status, headers, whole, cookies = [], body }: Answer): Response {
  const all: Record<string, string> = whole === undefined ? { ...safety, ...headers } : named(whole);
  if (body !== null) all['content-length'] = String(sizeOf(body));
  if (cookies.length === 0) return new Response(body, { status, headers: all });
  const pairs = [...Object.entries(all), ...cookies.map((one): [string, string] => ['set-cookie', one])];
  return new Response(body, { status, headers: pairs });
}

/** For what is answered without the router. */
export function writeAnswer(response: ServerResponse, answer: Answer, withBody: boolean): void {
  const { status, headers, whole, cookies = [], body } = answer;
  if (whole !== undefined && cookies.length === 0) {
    // The quickest way that node has.
    response.writeHead(status, whole as string[]);
    response.end(withBody ? (body ?? undefined) : undefined);
    return;
  }
  const length = body === null ? {} : { 'content-length': String(sizeOf(body)) };
  const cookie = cookies.length === 0 ? {} : { 'set-cookie': [...cookies] };
  const all = whole === undefined ? { ...safety, ...headers } : named(whole);
  response.writeHead(status, { ...all, ...length, ...cookie });
  response.end(withBody ? (body ?? undefined) : undefined);
}

function named(whole: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at < whole.length; at += 2) headers[whole[at] ?? ''] = whole[at + 1] ?? '';
  return headers;
}

const sizeOf = (body: string | Uint8Array): number =>
  typeof body === 'string' ? Buffer.byteLength(body) : body.length;

export const redirect = (
  status: 302 | 303 | 308,
  location: string,
  more: Partial<Answer> & Pick<Answer, 'headers'> = { headers: {} },
): Answer => ({
  status,
  headers: { location, 'cache-control': 'no-store', ...more.headers },
  ...(more.cookies === undefined ? {} : { cookies: more.cookies }),
  body: null,
});
