// What JSON leaves raw though a terminal would act on it: DEL, C1 controls, separators and bidirectional marks.
// biome-ignore lint: control characters are the point
const raw = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const escapeOne = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** A document as text that is valid JSON and harmless to show. */
export const toJson = (document: unknown): string =>
  `${JSON.stringify(document, null, 2).replace(raw, escapeOne)}\n`;

/** One object of a stream, on one line. */
export const toJsonLine = (document: unknown): string =>
  `${JSON.stringify(document).replace(raw, escapeOne)}\n`;
