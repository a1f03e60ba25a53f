/*
 * Format characters (general category Cf) that are drawn: number signs and the end of a verse in Arabic, Sindhi and
 * Syriac, a number sign of Kaithi, joiners of hieroglyphs. And the two selectors that say whether a sign is drawn as
 * text or as emoji. They stay.
 */
const drawn =
  '\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\ufe0e\\ufe0f\\u{110bd}\\u{110cd}\\u{13430}-\\u{1343f}';

/*
 * All else that a terminal obeys or that is not seen: controls, line and paragraph separators, bidirectional marks
 * and overrides, zero-width and other ignorable characters (fillers, tags, variation selectors), noncharacters, lone
 * surrogates. The joiners U+200C and U+200D are among them, though Bengali and Sindhi words and joined emoji use them
 * rightly: in the name of a process, which is what passes here, they make two names that look alike differ, and a word
 * with a visible escape can still be read while a hidden joiner cannot be seen.
 */
const unsafe = new RegExp(
  `(?![${drawn}])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}]`,
  'gu',
);

const escapeOne = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

// Most text is of this kind, and needs no more.
const plainAscii = /^[\x20-\x7e]*$/;

/**
 * Foreign text made harmless for a terminal: what it would obey or not show becomes a visible escape (`\x1b`,
 * `\u{202e}`); all that is drawn stays as it is. Right-to-left letters stay: only marks that turn others go.
 */
export const harmless = (text: string): string =>
  plainAscii.test(text) ? text : text.replace(unsafe, escapeOne);

/** As `harmless` for text of several lines: the line feeds stay. */
export const harmlessLines = (text: string): string => text.split('\n').map(harmless).join('\n');

/**
 * Cuts to a number of UTF-16 units, the last one an ellipsis where anything was cut, never inside a surrogate pair.
 * Columns of a terminal are another matter, of who lays out the line.
 */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  if (width < 1) return '';
  return `${text.slice(0, width - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
