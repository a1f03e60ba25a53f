import { eastAsianWidth } from 'get-east-asian-width';

// Latin and Greek letters, dashes, arrows, box drawing and the signs that reeve itself uses: a column each.
const narrow =
  /^[\u0020-\u007e\u00a0-\u02ff\u0370-\u03ff\u2010-\u2027\u2190-\u21ff\u2500-\u25cf\u2713-\u2717]*$/;

// Made at the first text that needs them: Unicode tables cost 20 ms of a command's start.
let segmenter: Intl.Segmenter | undefined;
let emoji: RegExp | undefined;
let invisible: RegExp | undefined;

function graphemesOf(text: string): Iterable<{ readonly segment: string }> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** Columns a text takes in a terminal (UAX #11, UAX #29). Text with colour codes is not for measuring. */
export function width(text: string): number {
  if (narrow.test(text)) return text.length;
  // The selector of emoji (U+FE0F) widens only what is one; behind anything else it is not seen (UTS #51).
  emoji ??= /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u;
  invisible ??= /^[\p{Mark}\p{Control}\p{Format}]+$/u;
  let columns = 0;
  for (const { segment } of graphemesOf(text)) {
    if (invisible.test(segment)) continue;
    columns += emoji.test(segment) ? 2 : eastAsianWidth(segment.codePointAt(0) ?? 0);
  }
  return columns;
}

/** Cuts plain text to a number of columns, the last one an ellipsis where anything was cut. */
export function clip(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  if (narrow.test(text)) return `${text.slice(0, columns - 1)}…`;
  let kept = '';
  for (const { segment } of graphemesOf(text)) {
    if (width(kept + segment) > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Cuts in the middle: a path's end tells more than its middle. */
export function clipMiddle(text: string, columns: number): string {
  if (width(text) <= columns || columns < 8) return clip(text, columns);
  const tail = Math.ceil((columns - 1) / 2);
  const kept = clip(text, columns - tail);
  return `${kept}${endOf(text, tail)}`;
}

function endOf(text: string, columns: number): string {
  let kept = '';
  for (const { segment } of [...graphemesOf(text)].toReversed()) {
    if (width(segment + kept) > columns) break;
    kept = segment + kept;
  }
  return kept;
}

export const padEnd = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - width(text)));

export const padStart = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, columns - width(text))) + text;

/** Breaks text at spaces into lines of at most `columns`; of longer words only an address stays whole, to be copied. */
export function wrap(text: string, columns: number, firstColumns = columns): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((part) => pieces(part, columns))) {
    const room = lines.length === 0 ? firstColumns : columns;
    const used = line === '' ? 0 : width(line) + 1;
    if (used + width(word) > room && (line !== '' || room < columns)) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function pieces(word: string, columns: number): readonly string[] {
  if (word === '') return [];
  if (width(word) <= columns || /^\W*https?:\/\//.test(word)) return [word];
  const parts: string[] = [];
  let part = '';
  let taken = 0;
  for (const { segment } of graphemesOf(word)) {
    const more = width(segment);
    if (taken + more > columns) {
      parts.push(part);
      [part, taken] = ['', 0];
    }
    part += segment;
    taken += more;
  }
  return [...parts, part];
}

/** Wrapped text, every line indented, the first by `first` instead. */
export function paragraph(text: string, columns: number, indent: string, first: string = indent): string {
  const room = Math.max(20, columns - width(indent));
  const lines = wrap(text, room, Math.min(room, columns - width(first)));
  return lines.map((line, index) => ((index === 0 ? first : indent) + line).trimEnd()).join('\n');
}

/** `48,128`; by hand, as loading a locale's rules costs 20 ms of a command's start. */
export const thousands = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 process`, `2 processes`; the plural is given where it is not the word and an s. */
export const counted = (count: number, one: string, many: string = `${one}s`): string =>
  `${thousands(count)} ${count === 1 ? one : many}`;
