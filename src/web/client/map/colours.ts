import { tones } from '../../map/tones.ts';
import { rampOf } from './ramp-scale.ts';

/** As ImageData has it on all machines that browsers run on: red in the lowest byte, opaque. */
export type Pixel = number;

/** Colours as the page's theme has them now. */
export interface Colours {
  /** By the number of the tone. */
  readonly tones: readonly Pixel[];
  /** From one packet to the most that can be told apart. */
  readonly ramp: readonly Pixel[];
  readonly paper: string;
  readonly ink: string;
  readonly dim: string;
  readonly accent: string;
  readonly glow: string;
  readonly verdict: Readonly<Record<string, string>>;
}

const pixel = (red: number, green: number, blue: number): Pixel =>
  ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** The way back. */
export const cssOf = (colour: Pixel): string =>
  `rgb(${colour & 255} ${(colour >> 8) & 255} ${(colour >> 16) & 255})`;

/** Any colour CSS can say, as the browser understands it. */
function parsed(colour: string, on: CanvasRenderingContext2D): Pixel {
  on.clearRect(0, 0, 1, 1);
  on.fillStyle = colour;
  on.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = on.getImageData(0, 0, 1, 1).data;
  return pixel(red, green, blue);
}

/** Reads the theme from the element's custom properties. */
export function readColours(element: Element): Colours {
  const style = getComputedStyle(element);
  const named = (name: string): string => style.getPropertyValue(name).trim() || '#888';
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const tonePixels = tones.map((tone) => (probe === null ? 0 : parsed(named(`--map-${tone}`), probe)));
  const dark = named('--map-scheme') === 'dark';
  return {
    tones: tonePixels,
    ramp: rampOf(dark).map((rgb) => pixel(...rgb)),
    paper: named('--paper'),
    ink: named('--ink'),
    dim: named('--dim'),
    accent: named('--accent'),
    glow: named('--map-glow'),
    verdict: {
      expected: named('--good'),
      plausible: named('--info'),
      suspect: named('--warn'),
      wrong: named('--bad'),
      unknown: named('--dim'),
    },
  };
}
