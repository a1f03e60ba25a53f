/** Where pages are written before their length is known: one after the other. */
let scratch: Buffer | null = null;
const size = 512 * 1024;

/**
 * The pieces of a page as UTF-8, as `Buffer.from` gives them joined: that would first make them one string, and count its
 * bytes, which takes three times as long. Every page passes through here.
 */
export function bytesOf(pieces: readonly string[]): Buffer<ArrayBuffer> {
  scratch ??= Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const piece of pieces) {
    // No UTF-16 unit takes more than three bytes.
    if (at + piece.length * 3 > size) return Buffer.from(pieces.join(''));
    at += scratch.write(piece, at);
  }
  const bytes = Buffer.allocUnsafeSlow(at);
  scratch.copy(bytes, 0, 0, at);
  return bytes;
}
