import type { Span } from '../../../core/range.ts';
import { highestPort } from '../../../core/port.ts';
import { type Html, html } from '../../html.ts';

const width = 512;
/** Narrower is not seen. */
const least = 3;

/** Where spans lie among all ports, drawn to scale; the words beside it say the same. */
export function scale(spans: readonly Span[], kind: string): Html {
  const boxes = spans.map(({ from, to }) => {
    const x = (from / (highestPort + 1)) * width;
    const size = Math.max(least, ((to - from + 1) / (highestPort + 1)) * width);
    return html`<rect class="${kind}" x="${round(Math.min(x, width - size))}" y="2" width="${round(size)}" height="12"/>`;
  });
  return html`<svg class="scale" viewBox="0 0 ${width} 16" preserveAspectRatio="none" aria-hidden="true"><rect class="sea" x="0" y="2" width="${width}" height="12"/>${boxes}</svg>`;
}

/** Parts of a whole, side by side in this order; what is left stays empty. */
export function shares(parts: readonly (readonly [kind: string, share: number])[]): Html {
  let x = 0;
  const boxes = parts.map(([kind, share]) => {
    const size = share === 0 ? 0 : Math.max(1, share * width);
    const box = html`<rect class="${kind}" x="${round(x)}" y="0" width="${round(size)}" height="16"/>`;
    x += size;
    return box;
  });
  return html`<svg class="shares" viewBox="0 0 ${width} 16" preserveAspectRatio="none" aria-hidden="true"><rect class="sea" x="0" y="0" width="${width}" height="16"/>${boxes}</svg>`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
