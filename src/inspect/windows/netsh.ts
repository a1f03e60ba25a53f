import { isPort } from '../../core/port.ts';
import type { Span } from '../../core/range.ts';

/**
 * Reads `netsh int ipv4 show excludedportrange`: of any language, since only lines of two ports count (with `*` where
 * an administrator excluded them). Null where there is not even the line under a heading: then nothing is known.
 */
export function parseExcluded(text: string): readonly Span[] | null {
  if (!/^-{4,}\s+-{4,}/m.test(text)) return null;
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*(\d{1,5})\s+(\d{1,5})(?:\s+\*)?\s*$/.exec(line);
    const [from, to] = [Number(match?.[1]), Number(match?.[2])];
    return isPort(from) && isPort(to) && from <= to ? [{ from, to }] : [];
  });
}

/** Reads `netsh int ipv4 show dynamicport`: the first port and how many, whatever they are called. */
export function parseDynamic(text: string): Span | null {
  const numbers = [...text.matchAll(/[:：]\s*(\d{1,5})\s*$/gm)].map((match) => Number(match[1]));
  const [from, count] = numbers;
  if (from === undefined || count === undefined || count < 1 || !isPort(from)) return null;
  const to = from + count - 1;
  return isPort(to) ? { from, to } : null;
}

/** The spans of several lists without repetition, in order. */
export function mergeSpans(lists: readonly (readonly Span[] | null)[]): readonly Span[] | null {
  const known = lists.filter((list) => list !== null);
  if (known.length === 0) return null;
  const distinct = new Map(known.flat().map((span) => [`${span.from}-${span.to}`, span]));
  return [...distinct.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}
