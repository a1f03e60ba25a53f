const units = [
  ['y', 365.25 * 86_400],
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** `3 h ago`, `12 s ago`; both in microseconds. */
export function ago(at: number, now: number): string {
  const seconds = Math.floor((now - at) / 1e6);
  for (const [name, size] of units) if (seconds >= size) return `${Math.floor(seconds / size)} ${name} ago`;
  return 'now';
}
