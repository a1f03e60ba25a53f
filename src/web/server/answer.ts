import type { ServerResponse } from 'node:http';
import { safety } from './headers.ts';

/** What is sent, whoever sends it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

export function toResponse({ status, headers, cookies = [], body }: Answer): Response {
  const all: Record<string, string> = { ...safety, ...headers };
  if (body !== null) all['content-length'] = String(sizeOf(body));
  if (cookies.length === 0) return new Response(body, { status, headers: all });
  const pairs = [...Object.entries(all), ...cookies.map((one): [string, string] => ['set-cookie', one])];
  return new Response(body, { status, headers: pairs });
}

/** For what is answered before there is a request that can be routed. */
export function writeAnswer(response: ServerResponse, answer: Answer, withBody: boolean): void {
  const { status, headers, cookies = [], body } = answer;
  const length = body === null ? {} : { 'content-length': String(sizeOf(body)) };
  const cookie = cookies.length === 0 ? {} : { 'set-cookie': [...cookies] };
  response.writeHead(status, { ...safety, ...headers, ...length, ...cookie });
  response.end(withBody ? (body ?? undefined) : undefined);
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
