/** Questions to bytes that may end anywhere: what lies behind the end is never there. */

export const u16 = (bytes: Uint8Array, at: number): number =>
  at + 2 <= bytes.length ? ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0) : -1;

export const u32 = (bytes: Uint8Array, at: number): number =>
  at + 4 <= bytes.length ? u16(bytes, at) * 65536 + u16(bytes, at + 2) : -1;

/** The text (ASCII) stands somewhere in the bytes. */
export const contains = (bytes: Uint8Array, text: string): boolean => latin(bytes).includes(text);

export const startsWithText = (bytes: Uint8Array, text: string): boolean => latin(bytes).startsWith(text);

/** One character a byte. The bytes are few: a sample's 64, at the most what a capture kept. */
export const latin = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes.subarray(0, 2048)) text += String.fromCharCode(byte);
  return text;
};

/** `..` in the pattern fits any byte; a pattern longer than the bytes does not fit. */
export function startsWithHex(bytes: Uint8Array, pattern: string): boolean {
  const count = pattern.length / 2;
  if (bytes.length < count) return false;
  for (let index = 0; index < count; index++) {
    const digits = pattern.slice(index * 2, index * 2 + 2);
    if (digits !== '..' && Number.parseInt(digits, 16) !== bytes[index]) return false;
  }
  return true;
}
