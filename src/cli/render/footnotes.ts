import { harmless } from '../../core/text.ts';
import type { Citation } from '../../registry/claim.ts';
import type { Paint } from './style.ts';
import { paragraph } from './text.ts';

/** Numbers sources in the order in which they are first called. */
export class Footnotes {
  readonly #numbers = new Map<string, { readonly number: number; readonly citation: Citation }>();

  /** `[1][3]` for these sources. */
  mark(citations: readonly Citation[]): string {
    return citations.map((citation) => `[${this.#numberOf(citation)}]`).join('');
  }

  #numberOf(citation: Citation): number {
    const known = this.#numbers.get(citation.url);
    if (known !== undefined) return known.number;
    const number = this.#numbers.size + 1;
    this.#numbers.set(citation.url, { number, citation });
    return number;
  }

  lines(room: number, paint: Paint): readonly string[] {
    if (this.#numbers.size === 0) return [];
    const entries = [...this.#numbers.values()].map(({ number, citation: { title, url, accessed } }) => {
      const label = `[${number}] `;
      const text = paragraph(`${harmless(title)}, seen ${accessed}`, room, ' '.repeat(label.length), label);
      return `${text}\n${' '.repeat(label.length)}${paint.dim(harmless(url))}`;
    });
    return [paint.bold('Sources'), ...entries];
  }
}
