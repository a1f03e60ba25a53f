import type { MapTransport } from '../../map/layout.ts';

export interface Selection {
  readonly port: number;
  readonly transport: MapTransport;
}

/** `#2504` or `#2504/udp`; null for everything else. */
export function readHash(hash: string): Selection | null {
  const [, digits, transport] = /^#(\d{1,5})(?:\/(tcp|udp))?$/.exec(hash) ?? [];
  const port = Number(digits ?? Number.NaN);
  if (!(port <= 65_535)) return null;
  return { port, transport: transport === 'udp' ? 'udp' : 'tcp' };
}

export const writeHash = ({ port, transport }: Selection): string =>
  transport === 'tcp' ? `#${port}` : `#${port}/udp`;
