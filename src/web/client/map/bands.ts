import { portRanges } from '../../../core/range.ts';
import type { Order } from './geometry.ts';
import type { Stage } from './stage.ts';

/** The names of the three ranges beside the rows that they take. */
export function placeBands(bands: readonly HTMLElement[], { view, density }: Stage, order: Order): void {
  for (const band of bands) {
    const range = portRanges.find(({ name }) => name === band.dataset['range']);
    if (range === undefined) continue;
    const top = Math.max(0, view.y + (range.from >> 8) * view.cell) / density;
    const bottom = Math.min(view.size, view.y + ((range.to >> 8) + 1) * view.cell) / density;
    band.hidden = order !== 'rows' || bottom <= top;
    band.style.insetBlockStart = `${top}px`;
    band.style.setProperty('--length', `${Math.max(0, bottom - top)}px`);
  }
}
