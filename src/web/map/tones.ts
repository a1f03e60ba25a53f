import { type PortRange, portRanges } from '../../core/range.ts';
import { dossierBit, statusMask, statuses } from './layout.ts';

/**
 * The tones of the picture, each a custom property of `map.css` (`--map-assigned-user`) in both themes: what a port's
 * own byte and its range make of it.
 */
export const tones = [
  'unassigned-system',
  'unassigned-user',
  'unassigned-dynamic',
  'reserved',
  'assigned-system',
  'assigned-user',
  'told',
] as const;
export type Tone = (typeof tones)[number];

const assigned = statuses.indexOf('assigned');
/** Bits of a port's byte that are in use. */
const bits = 0b1111;

/** Made once: the picture asks 65,536 times. */
const table = portRanges.map(({ name }) =>
  Uint8Array.from({ length: bits + 1 }, (_, base) => tones.indexOf(named(name, base))),
);

function named(range: PortRange['name'], base: number): Tone {
  const status = base & statusMask;
  if (status === 0) return `unassigned-${range}`;
  if (status !== assigned) return 'reserved';
  if ((base & dossierBit) !== 0) return 'told';
  return range === 'system' ? 'assigned-system' : 'assigned-user';
}

const [, user, dynamic] = portRanges;

/** The number of the tone in `tones`. */
export function toneOf(port: number, base: number): number {
  const range = port < user.from ? 0 : port < dynamic.from ? 1 : 2;
  return table[range]?.[base & bits] ?? 0;
}
