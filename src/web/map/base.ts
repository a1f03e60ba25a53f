import type { Registry } from '../../registry/index.ts';
import {
  baseBytes,
  dossierBit,
  magic,
  mapTransports,
  type MapTransport,
  namedRangeBit,
  ports,
  statuses,
} from './layout.ts';

/** The registry as the picture's bytes; see `layout.ts`. */
export function mapBase(registry: Registry): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(baseBytes);
  bytes.set(magic);
  for (let port = 0; port < ports; port++) {
    const told = registry.dossierFor(port) === null ? 0 : dossierBit;
    // Nine ports of ten have no status on any transport: asking for that is quicker than for their records.
    const unassigned = registry.statusOf(port) === 'unassigned';
    for (const [place, transport] of mapTransports.entries()) {
      bytes[magic.length + place * ports + port] =
        told | (unassigned ? 0 : onTransport(registry, port, transport));
    }
  }
  return bytes;
}

function onTransport(registry: Registry, port: number, transport: MapTransport): number {
  const [first] = registry.lookup(port, transport);
  if (first === undefined) return 0;
  const several = first.status === 'assigned' && first.ports.to > first.ports.from;
  return statuses.indexOf(first.status) | (several ? namedRangeBit : 0);
}
