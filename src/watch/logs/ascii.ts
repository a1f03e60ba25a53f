/** Bytes that log lines are cut at. Constants of their own: the bundler puts them in place. */
export const nul = 0x00;
export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const recordSeparator = 0x1e;
export const space = 0x20;
export const quote = 0x22;
export const hash = 0x23;
export const percent = 0x25;
export const openRound = 0x28;
export const closeRound = 0x29;
export const comma = 0x2c;
export const minus = 0x2d;
export const dot = 0x2e;
export const slash = 0x2f;
export const zero = 0x30;
export const nine = 0x39;
export const colon = 0x3a;
export const semicolon = 0x3b;
export const less = 0x3c;
export const equals = 0x3d;
export const greater = 0x3e;
export const openSquare = 0x5b;
export const backslash = 0x5c;
export const closeSquare = 0x5d;
export const openCurly = 0x7b;

/** Both letters of the alphabet's two cases to the small one; other bytes to rubbish above `z` or below `a`. */
export const lower = (byte: number): number => byte | 0x20;

export const isLetter = (byte: number): boolean => lower(byte) >= 0x61 && lower(byte) <= 0x7a;

export const isDigit = (byte: number): boolean => byte >= zero && byte <= nine;

/** The value of a hexadecimal digit; -1 for any other byte. */
export function hexDigit(byte: number): number {
  if (byte >= zero && byte <= nine) return byte - zero;
  const small = lower(byte);
  return small >= 0x61 && small <= 0x66 ? small - 0x57 : -1;
}

/** The bytes of a word of ASCII, for comparing. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
