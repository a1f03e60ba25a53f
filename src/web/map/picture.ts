import { ports, readBase } from './layout.ts';
import { palettePng, type Rgb } from './png.ts';
import { toneOf, type Tone, tones } from './tones.ts';

/** As in `map.css` for light pages; a test holds the two together. */
export const lightTones: Readonly<Record<Tone, Rgb>> = {
  'unassigned-system': [0xe3, 0xe8, 0xea],
  'unassigned-user': [0xee, 0xef, 0xeb],
  'unassigned-dynamic': [0xf3, 0xec, 0xe1],
  reserved: [0xcd, 0xbf, 0xd3],
  'assigned-system': [0x86, 0xa9, 0xb8],
  'assigned-user': [0xa9, 0xc5, 0xca],
  told: [0x4f, 0x8a, 0x9b],
};

const side = 256;

/** The registry as a picture of 256 x 256 for browsers without script: TCP, a pixel a port, row by row. */
export function mapPicture(bytes: Uint8Array): Buffer<ArrayBuffer> {
  const base = readBase(bytes);
  if (base === null) throw new Error('These bytes are no map');
  const pixels = Uint8Array.from({ length: ports }, (_, port) => toneOf(port, base.tcp[port] ?? 0));
  return palettePng(
    side,
    side,
    pixels,
    tones.map((tone) => lightTones[tone]),
  );
}
