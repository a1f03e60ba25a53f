import { cut, harmlessLines } from '../core/text.ts';

const longestText = 4000;
const mostItems = 2000;

/**
 * A document whose foreign texts are of a bearable size and hold nothing unseen: invisible characters can carry
 * instructions that a model reads and a person does not see. They become visible escapes.
 */
export function bounded(value: unknown): unknown {
  if (typeof value === 'string') return cut(harmlessLines(value), longestText);
  if (Array.isArray(value)) return value.slice(0, mostItems).map(bounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, bounded(inside)]));
}
