import { type Batch, known, payloadStride, stride, word } from '../record.ts';

/**
 * Services whose answers arrive where somebody asked in another's name: amplifiers and what is asked of them.
 * https://www.cisa.gov/news-events/alerts/2014/01/17/udp-based-amplification-attacks
 */
const answering: ReadonlySet<number> = new Set([
  17, 19, 53, 69, 111, 123, 137, 161, 177, 389, 427, 500, 520, 1194, 1434, 1701, 1900, 3283, 3389, 3478, 3702,
  5060, 5093, 5351, 5353, 5683, 10_001, 11_211, 17_185, 27_015, 30_718, 37_810, 47_808,
]);

/** Services that every ordinary host asks by itself: their late answers tell of no victim. */
const ordinary: ReadonlySet<number> = new Set([443, 80, 4500, 51_820]);

/** What a datagram from a port to another is, as far as it shows by itself. */
export type UdpGuess = 'answer' | 'late' | 'request';

export function guessUdp(batch: Batch, index: number, from: number, to: number): UdpGuess {
  const asked = isRequest(batch, index, from, to);
  if (asked === true) return 'request';
  if (asked === false) return 'answer';
  if (answering.has(from) && to >= 1024 && !answering.has(to)) return 'answer';
  return ordinary.has(from) && to >= 1024 ? 'late' : 'request';
}

/**
 * By the payload where it says so: DNS has a bit for it (RFC 1035 4.1.1), NTP a mode (RFC 5905, 9327), HTTP over UDP a
 * status line (UPnP Device Architecture 1.1, 1.3.3). Without one nothing answers.
 */
function isRequest(batch: Batch, index: number, from: number, to: number): boolean | null {
  const at = index * stride;
  const { payloads } = batch;
  const has = batch.words[at + word.known] as number;
  if ((has & known.payloadLength) === 0) return null;
  const length = (batch.words[at + word.payload] as number) >>> 8;
  if (length === 0) return true;
  const dns = from === 53 || (to === 53 && from === 5353);
  if (length < (dns ? 12 : from === 123 ? 4 : 0)) return true;
  if ((has & known.payload) === 0) return null;
  const kept = (batch.words[at + word.payload] as number) & 0xff;
  const payload = index * payloadStride;
  if (dns && kept >= 12) return ((payloads[payload + 2] as number) & 0x80) === 0;
  if (from === 123 && kept >= 4)
    return isNtpRequest(payloads[payload] as number, payloads[payload + 1] as number);
  return kept >= 8 && isStatusLine(payloads, payload) ? false : null;
}

/** `HTTP/1.1 ` or `HTTP/1.0 `: its first four bytes and the slash, no request begins so (M-SEARCH, NOTIFY). */
const isStatusLine = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x48 &&
  bytes[at + 1] === 0x54 &&
  bytes[at + 2] === 0x54 &&
  bytes[at + 3] === 0x50 &&
  bytes[at + 4] === 0x2f;

function isNtpRequest(first: number, second: number): boolean {
  const mode = first & 7;
  // Control messages and private ones have a response bit.
  if (mode === 6) return (second & 0x80) === 0;
  if (mode === 7) return (first & 0x80) === 0;
  // A server, a peer that was asked, a broadcast.
  return mode !== 2 && mode !== 4 && mode !== 5;
}
