/** A sentence of a dossier with the ports it speaks of. */
export interface Sentence {
  readonly text: string;
  /** Ports named in it; empty where it names none. */
  readonly ports: readonly number[];
}

/** Splits at full stops, question marks and semicolons that end something; `6.5.1` and `e.g.` are left whole. */
export const sentencesOf = (text: string): readonly Sentence[] =>
  text
    .split(/(?<=[.?!;])\s+/)
    .filter((part) => part.trim() !== '')
    .map((part) => ({ text: part.trim(), ports: portsIn(part) }));

const span = /\b(\d{1,5})\s?(?:-|–|to|through)\s?(\d{1,5})\b/g;
const longestSpan = 200;

/**
 * Numbers of a sentence that may be ports: after the word, with a transport, in a span, before a quoted name, or
 * bare with four or five digits that are no year. An RFC's, a KB's, a CVE's or a version's number is none.
 */
export function portsIn(text: string): readonly number[] {
  const plain = text
    .replace(/\b(?:RFC|KB|CVE|ISO|MS|BCP|PR|issue|Event ID)[\s#-]?\d+(?:-\d+)?/gi, ' ')
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/\d+(?:\.\d+)+/g, ' ')
    .replace(/(\d),(\d{3})\b/g, ' ');
  const found = new Set<number>();
  for (const [, from, to] of plain.matchAll(span)) addSpan(Number(from), Number(to), found);
  for (const [, port] of plain.matchAll(/\bports?\s+(?:\w+\s+)?(\d{1,5})\b/gi)) found.add(Number(port));
  for (const [, port] of plain.matchAll(/\b(\d{1,5})\/(?:tcp|udp|sctp|dccp)\b/gi)) found.add(Number(port));
  for (const [, port] of plain.matchAll(/\b(?:tcp|udp|sctp|dccp)(?:\s+port)?\s+(\d{1,5})\b/gi))
    found.add(Number(port));
  const bare = [
    ...plain.matchAll(/\b(\d{1,5})\s+(?:as|is|was|to)\s+[`"'“‘]/g),
    ...plain.matchAll(/(?<![\w.,-])(\d{4,5})(?![\w,]|\.\d|-\d)/g),
  ];
  for (const [, port] of bare) if (!isYear(Number(port))) found.add(Number(port));
  return [...found].filter((port) => port <= 65_535);
}

const isYear = (value: number): boolean => value >= 1965 && value <= 2035;

function addSpan(from: number, to: number, found: Set<number>): void {
  if (to < from || to - from > longestSpan || (isYear(from) && isYear(to))) return;
  for (let port = from; port <= to; port++) found.add(port);
}
