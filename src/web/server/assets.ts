import type { AssetFiles } from '../assets.ts';
import type { Answer } from './answer.ts';
import { chosenEncoding } from './encoding.ts';
import { forever } from './headers.ts';
import { etagOf, matches } from './page-cache.ts';
import { unknownPage } from './refusal.ts';

/** A file under a name that changes with its content, so that nobody asks for it twice. */
export function assetAnswer(
  assets: AssetFiles,
  name: string,
  asked: { readonly encoding: string | undefined; readonly ifNoneMatch: string | undefined },
): Answer {
  const file = assets.file(name);
  if (file === null) throw unknownPage(`/assets/${name}`);
  const encoding = chosenEncoding(asked.encoding);
  const body = { br: file.brotli, gzip: file.gzip, identity: file.plain }[encoding] as Buffer<ArrayBuffer>;
  const etag = etagOf(body);
  const headers = { 'cache-control': forever, vary: 'Accept-Encoding', etag };
  if (matches(asked.ifNoneMatch, etag)) return { status: 304, headers, body: null };
  const coded = encoding === 'identity' ? {} : { 'content-encoding': encoding };
  return { status: 200, headers: { ...headers, ...coded, 'content-type': file.type }, body };
}
