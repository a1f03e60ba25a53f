import type { Transport } from '../core/transport.ts';
import { openRegistry, type Registry } from '../registry/index.ts';

/** The service that is registered for a port, null where none is; each is looked up once. */
export function portNames(
  open: () => Registry = openRegistry,
): (port: number, transport: Transport) => string | null {
  let registry: Registry | undefined;
  const known = new Map<string, string | null>();
  return (port, transport) => {
    const key = `${port}/${transport}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    registry ??= open();
    const assigned = registry.lookup(port, transport).find(({ status }) => status === 'assigned');
    const name = assigned?.service ?? null;
    known.set(key, name);
    return name;
  };
}
