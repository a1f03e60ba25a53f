import type { HonoRequest } from 'hono';
import { refuse } from './refusal.ts';

/** A form with a comment of 2,000 characters of three bytes each, percent-encoded, fits. */
const formBytes = 32 * 1024;

const tooLong = (most: number): Error =>
  refuse('REQUEST_TOO_LARGE', {
    asked: 'to send a form or document',
    found: `it is longer than ${most} bytes`,
  });

/** The body as text, read no further than it may be long. @throws Refusal 413, 400 */
export async function bodyText(request: HonoRequest, most: number): Promise<string> {
  const announced = Number(request.header('content-length') ?? '0');
  if (announced > most) throw tooLong(most);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const stream = request.raw.body;
  if (stream === null) return '';
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > most) throw tooLong(most);
    parts.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw refuse('REQUEST_INVALID', { asked: 'to send a form or document', found: 'it is no UTF-8' });
  }
}

/** A form of the pages: urlencoded, or JSON by scripts. @throws Refusal */
export async function formOf(request: HonoRequest): Promise<ReadonlyMap<string, string>> {
  const type = (request.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  const text = await bodyText(request, formBytes);
  if (type === 'application/x-www-form-urlencoded') return new Map(new URLSearchParams(text));
  if (type === 'application/json') return new Map(Object.entries(textFields(text)));
  throw refuse('REQUEST_INVALID', {
    asked: 'to send a form',
    found: 'it is neither application/x-www-form-urlencoded nor application/json',
  });
}

function textFields(text: string): Record<string, string> {
  const value = jsonOf(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse('REQUEST_INVALID', { asked: 'to send a form', found: 'it is no JSON object' });
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** @throws Refusal */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refuse('REQUEST_INVALID', { asked: 'to send a document', found: 'it is no JSON' });
  }
}
