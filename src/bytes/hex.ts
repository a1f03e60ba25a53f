const perLine = 16;

/** Bytes as lines of `offset  16 pairs in groups of four`, for error texts and debugging. */
export function hexLines(bytes: Uint8Array, limit = 64): string {
  const shown = bytes.subarray(0, limit);
  const lines: string[] = [];
  for (let at = 0; at < shown.length; at += perLine) {
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hexGroups(shown.subarray(at, at + perLine))}`);
  }
  if (bytes.length > limit) lines.push(`… ${bytes.length - limit} more bytes`);
  return lines.join('\n');
}

function hexGroups(bytes: Uint8Array): string {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  return pairs.map((pair, at) => (at > 0 && at % 4 === 0 ? ` ${pair}` : pair)).join('');
}
