/**
 * Foreign text made harmless for a terminal: C0, DEL and C1 controls, line and paragraph separators,
 * bidirectional overrides, invisible format characters and lone surrogates become visible escapes.
 */
const unsafe =
  // biome-ignore lint: control characters are the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

const escapeOne = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

export const harmless = (text: string): string => text.replace(unsafe, escapeOne);

/** Cuts to a number of characters, the last one an ellipsis where anything was cut. */
export const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
