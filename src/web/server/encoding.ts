import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';

const memory = new Map<string, Encoding>();

/** The best of what a client takes (RFC 9110, 12.5.3). Browsers send few different headers, so that answers are kept. */
export function chosenEncoding(header: string | undefined): Encoding {
  if (header === undefined || header === '') return 'identity';
  const known = memory.get(header);
  if (known !== undefined) return known;
  const encoding = choose(header);
  if (memory.size < 100 && header.length < 200) memory.set(header, encoding);
  return encoding;
}

function choose(header: string): Encoding {
  const weights = new Map(
    header
      .toLowerCase()
      .split(',', 20)
      .map((part) => {
        const [name = '', weight = ''] = part.split(';', 2).map((piece) => piece.trim());
        return [name, /^q=0(?:\.0*)?$/.test(weight) ? 0 : 1] as const;
      }),
  );
  const takes = (name: Encoding): boolean => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  if (takes('br')) return 'br';
  return takes('gzip') ? 'gzip' : 'identity';
}

const asBrotli = promisify(brotliCompress);
const asGzip = promisify(gzip);
/** What is shorter gains nothing by it. */
const least = 1024;

/** Compressed as it is asked for, off the main thread; null where it should be sent as it is. */
export async function encode(body: Uint8Array, encoding: Encoding): Promise<Buffer | null> {
  if (encoding === 'identity' || body.length < least) return null;
  if (encoding === 'gzip') return await asGzip(body, { level: 6 });
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  return await asBrotli(body, {
    params: { [BROTLI_PARAM_QUALITY]: 5, [BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}
