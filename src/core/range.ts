/** The three ranges of RFC 6335 section 6. https://www.rfc-editor.org/rfc/rfc6335#section-6 */
export interface PortRange {
  readonly name: 'system' | 'user' | 'dynamic';
  readonly from: number;
  readonly to: number;
}

export const portRanges: readonly [PortRange, PortRange, PortRange] = [
  { name: 'system', from: 0, to: 1023 },
  { name: 'user', from: 1024, to: 49_151 },
  { name: 'dynamic', from: 49_152, to: 65_535 },
];

export function rangeOf(port: number): PortRange {
  const [system, user, dynamic] = portRanges;
  if (port <= system.to) return system;
  return port <= user.to ? user : dynamic;
}

/** A span of ports, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const inSpan = (port: number, { from, to }: Span): boolean => port >= from && port <= to;
