import { u32 } from './bytes.ts';
import type { PayloadClass } from './payload-class.ts';

/*
 * A QUIC long header (RFC 8999, 9000 17.2): form and fixed bits 11, version of 32 bits, length and bytes of the
 * destination's connection number (20 at most), of the source's. A first packet fills 1200 bytes at least.
 */
const versions: Readonly<Record<number, string>> = { 1: '1', 0x6b3343cf: '2' };

export function classifyQuic(bytes: Uint8Array, length: number): PayloadClass | null {
  const first = bytes[0] ?? 0;
  if (bytes.length < 7 || (first & 0xc0) !== 0xc0) return null;
  const version = u32(bytes, 1);
  const destinationId = bytes[5] ?? 255;
  if (destinationId > 20 || destinationId < 8) return null;
  const sourceId = bytes[6 + destinationId];
  if (sourceId !== undefined && sourceId > 20) return null;
  const known = versions[version] ?? (version >>> 8 === 0xff0000 ? `draft ${version & 0xff}` : undefined);
  if (known !== undefined && length >= 1200)
    return quic('quic-initial', `the first packet of a QUIC connection (version ${known})`);
  // RFC 9000 15: versions ?a?a?a?a exist to be refused, so that the server lists what it speaks.
  if ((version & 0x0f0f0f0f) >>> 0 === 0x0a0a0a0a || (known === undefined && length >= 1200 && version !== 0))
    return quic('quic-version', 'makes a QUIC server list its versions');
  return known === undefined
    ? null
    : quic('quic-short', `a QUIC packet (version ${known}) shorter than servers accept`);
}

const quic = (name: string, text: string): PayloadClass => ({
  name,
  service: 'quic',
  tool: null,
  amplification: false,
  text,
});
