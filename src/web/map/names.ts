import { cut } from '../../core/text.ts';
import type { Assignment, Registry } from '../../registry/index.ts';
import { type NameRow, rows } from './layout.ts';

const longestDescription = 60;

/** The names of 256 ports, for what the picture says of a port under the pointer. */
export function mapNames(registry: Registry, row: number): readonly NameRow[] {
  if (!Number.isInteger(row) || row < 0 || row >= rows) throw new RangeError(`There is no row ${row}`);
  return Array.from({ length: 256 }, (_, column) => (row << 8) | column).flatMap((port) =>
    registry.statusOf(port) === 'assigned' ? namesOf(registry, port) : [],
  );
}

function namesOf(registry: Registry, port: number): NameRow[] {
  const tcp = named(registry.lookup(port, 'tcp'));
  const udp = named(registry.lookup(port, 'udp'));
  if (tcp !== null && udp !== null && tcp.service === udp.service) return [row(port, 'tu', tcp)];
  return [...(tcp === null ? [] : [row(port, 't', tcp)]), ...(udp === null ? [] : [row(port, 'u', udp)])];
}

const named = (found: readonly Assignment[]): Assignment | null =>
  found.find(({ status, service }) => status === 'assigned' && service !== null) ?? null;

const row = (port: number, on: NameRow[1], { service, description }: Assignment): NameRow => [
  port,
  on,
  service ?? '',
  cut(description, longestDescription),
];
