/** The bytes of a probe's `payload`: hex, 64 bytes at most. Stops at what is no hex. */
export function payloadBytes(hex: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor(hex.length / 2));
  for (let index = 0; index < bytes.length; index++) {
    const value = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
    if (Number.isNaN(value)) return bytes.subarray(0, index);
    bytes[index] = value;
  }
  return bytes;
}
