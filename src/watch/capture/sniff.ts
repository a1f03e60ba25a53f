import { isPcapMagic } from './pcap-header.ts';

export type Sniffed =
  | { readonly kind: 'pcap' | 'pcapng' | 'gzip' | 'zstd' | 'text' | 'binary' | 'empty' }
  /** A format that is known by its magic and not read. */
  | { readonly kind: 'unsupported'; readonly name: string };

/** First bytes of formats that people hand in and that are not read, as hex. */
const unsupported: readonly (readonly [string, string])[] = [
  ['736e6f6f70000000', 'snoop'],
  ['fd377a585a00', 'xz'],
  ['425a68', 'bzip2'],
  ['504b0304', 'zip'],
  ['377abcaf271c', '7z'],
  ['04224d18', 'lz4'],
  ['58435000', 'Sniffer'],
  ['52545353', 'Network Monitor 1'],
  ['474d4255', 'Network Monitor 2'],
  ['4c5a4950', 'lzip'],
  ['3003a000', 'a Windows event log (etl)'],
  ['456c6646696c6500', 'a Windows event log (evtx)'],
  ['4c504b5348485248', 'a systemd journal (export it with journalctl -o json)'],
];

/** How many first bytes are looked at. */
export const sniffLength = 4096;

/** How many are needed to tell formats by their magic. */
export const magicLength = 12;

/** A share of control characters above which text is none; escape sequences and stray NULs are in real logs. */
const mostControls = 0.1;

/** What an input is, by its first bytes, never by its name. */
export function sniff(first: Uint8Array): Sniffed {
  if (first.length === 0) return { kind: 'empty' };
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  if (first.length >= 4) {
    const big = view.getUint32(0);
    if (isPcapMagic(big) || isPcapMagic(view.getUint32(0, true))) return { kind: 'pcap' };
    if (big === 0x0a0d0d0a) return { kind: 'pcapng' };
    // A Zstandard frame, or a skippable one in front of it.
    if (big === 0x28b52ffd || (big & 0xf0ffffff) >>> 0 === 0x502a4d18) return { kind: 'zstd' };
  }
  if (first[0] === 0x1f && first[1] === 0x8b && (first.length < 3 || first[2] === 8)) return { kind: 'gzip' };
  const start = Buffer.from(first.subarray(0, magicLength)).toString('hex');
  for (const [magic, name] of unsupported) if (start.startsWith(magic)) return { kind: 'unsupported', name };
  return { kind: isText(first) ? 'text' : 'binary' };
}

/** So many zeros in a row are a hole in a log: a power cut leaves blocks of them where the last lines should be. */
const hole = 32;

/** A first line of so many printable characters makes it text, whatever a crash or a bad disk put behind it. */
const plainLine = 32;

/**
 * Text of any encoding that a log may have, UTF-16 with its mark among them; binary data has controls all over. Holes
 * do not count, but something else has to be there.
 */
function isText(bytes: Uint8Array): boolean {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const looked = Math.min(bytes.length, sniffLength);
  if (beginsPlainly(bytes, looked)) return true;
  let controls = 0;
  let holes = 0;
  for (let index = 0; index < looked; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === 0) {
      const zeros = zerosAt(bytes, index, looked);
      if (zeros >= hole) holes += zeros;
      else if (!utf16) controls += zeros;
      index += zeros - 1;
      continue;
    }
    const space = byte === 9 || byte === 10 || byte === 13;
    if ((byte < 0x20 && !space && byte !== 0x1b) || byte === 0x7f) controls++;
  }
  return looked > holes && controls <= (looked - holes) * mostControls;
}

function beginsPlainly(bytes: Uint8Array, to: number): boolean {
  for (let at = 0; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 10 || byte === 13) return at >= plainLine;
    if ((byte < 0x20 && byte !== 9) || byte > 0x7e) return false;
  }
  return false;
}

function zerosAt(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === 0) at++;
  return at - from;
}
