import stringWidth from 'string-width';

/** Columns a text takes in a terminal, colour codes not counted. */
export const width: (text: string) => number = stringWidth;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cuts plain text to a number of columns, the last one an ellipsis where anything was cut. */
export function clip(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (width(kept + segment) > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Cuts in the middle: a path's end tells more than its middle. */
export function clipMiddle(text: string, columns: number): string {
  if (width(text) <= columns || columns < 8) return clip(text, columns);
  const tail = Math.ceil((columns - 1) / 2);
  return `${text.slice(0, columns - 1 - tail)}…${text.slice(-tail)}`;
}

export const padEnd = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - width(text)));

export const padStart = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, columns - width(text))) + text;

/** Breaks text at spaces into lines of at most `columns`; a longer word stands alone on its line. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Wrapped text, every line indented, the first by `first` instead. */
export function paragraph(text: string, columns: number, indent: string, first: string = indent): string {
  const lines = wrap(text, Math.max(20, columns - width(indent)));
  return lines.map((line, index) => (index === 0 ? first : indent) + line).join('\n');
}

/** `1 process`, `2 processes`; the plural is given where it is not the word and an s. */
export const counted = (count: number, one: string, many: string = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
