/** Where texts are written before their length is known; pages are asked for one after the other. */
let scratch: Buffer | null = null;
const size = 512 * 1024;

/**
 * A text as UTF-8, as `Buffer.from` gives it: that counts the bytes first, which takes as long as writing them. Every
 * page passes through here.
 */
export function bytesOf(text: string): Buffer<ArrayBuffer> {
  // No UTF-16 unit takes more than three bytes.
  if (text.length * 3 > size) return Buffer.from(text);
  scratch ??= Buffer.allocUnsafeSlow(size);
  const length = scratch.write(text);
  const bytes = Buffer.allocUnsafeSlow(length);
  scratch.copy(bytes, 0, 0, length);
  return bytes;
}
