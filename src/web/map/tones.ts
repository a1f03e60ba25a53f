import { rangeOf } from '../../core/range.ts';
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

/** The number of the tone in `tones`. */
export function toneOf(port: number, base: number): number {
  const range = rangeOf(port).name;
  const status = base & statusMask;
  if (status === assigned) {
    if ((base & dossierBit) !== 0) return tones.indexOf('told');
    return tones.indexOf(range === 'system' ? 'assigned-system' : 'assigned-user');
  }
  return tones.indexOf(status === 0 ? `unassigned-${range}` : 'reserved');
}
